-- One row per year in which certificates of the reserve pool began or ended, and the running one: passes, stock, net
-- change and ever are four measures. Stock is at the end of the year (of the running one on the as-of day); ever never
-- falls.

with span as (
    select
        held.uscc,
        year(held.valid_from) as first_year,
        -- The last year at whose end it held.
        case
            when month(held.valid_to) = 12 and day(held.valid_to) = 31 then year(held.valid_to)
            else year(held.valid_to) - 1
        end as last_year,
        case when held.valid_to >= {{ as_of() }} then 1 else 0 end as is_held_now
    from {{ ref('certificate_span') }} as held
    inner join {{ ref('enterprise_profile') }} as profile on held.uscc = profile.uscc
    where held.certificate_type = '{{ var("reserve_certificate") }}'
),

turn as (
    select first_year as turn_year from span
    union distinct
    select last_year + 1 as turn_year from span
    union distinct
    select year({{ as_of() }}) as turn_year from span
),

standing as (
    select
        turn.turn_year,
        span.uscc,
        min(span.first_year) as first_year,
        max(case when span.first_year = turn.turn_year then 1 else 0 end) as is_granted,
        max(case
            when turn.turn_year = year({{ as_of() }}) then span.is_held_now
            when span.last_year >= turn.turn_year then 1
            else 0
        end) as is_held
    from turn
    inner join span on turn.turn_year >= span.first_year and turn.turn_year <= year({{ as_of() }})
    group by turn.turn_year, span.uscc
),

compared as (
    select
        *,
        lag(is_held, 1, 0) over (partition by uscc order by turn_year) as was_held
    from standing
)

select
    cast(turn_year as integer) as year,
    cast(sum(is_granted) as integer) as granted_count,
    cast(count(case when first_year = turn_year then 1 end) as integer) as first_count,
    cast(count(case when was_held = 1 and is_held = 0 then 1 end) as integer) as ended_count,
    cast(sum(is_held) as integer) as stock_count,
    cast(sum(is_held) - sum(was_held) as integer) as net_count,
    cast(count(*) as integer) as ever_count
from compared
group by turn_year
