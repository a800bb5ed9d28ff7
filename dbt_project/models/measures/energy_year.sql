-- One row per enterprise and twelve months (the last ones, the last calendar year): its energy, and is all of it known?

with period as (
    select
        'last_twelve_months' as period,
        12 as first_place,
        23 as last_place
    union all
    select
        'last_calendar_year' as period,
        {{ month_place(date_literal(last_calendar_year() ~ '-01-01')) }} as first_place,
        {{ month_place(date_literal(last_calendar_year() ~ '-12-01')) }} as last_place
),

reading as (
    select
        used.uscc,
        used.meter_no,
        used.meter_state,
        period.period,
        period.first_place,
        period.last_place,
        used.place,
        case when used.place >= period.first_place then used.kgce end as kgce,
        case when used.place >= period.first_place then used.clean_kgce end as clean_kgce,
        case when used.place >= period.first_place then used.place - period.first_place end as month_bit
    from (
        select
            *,
            {{ month_place('reading_month') }} as place
        from {{ ref('energy_used') }}
    ) as used
    cross join period
    where used.place <= period.last_place
),

metered as (
    select
        uscc,
        period,
        sum(kgce) as kgce,
        sum(clean_kgce) as clean_kgce,
        count(kgce) as known_months,
        bit_or({{ month_bits('month_bit', 1) }}) as months_read,
        greatest(min(place), first_place) as due_from,
        -- A meter that falls silent is due to the end; one whose last reading says 停用 was taken out.
        case when max(case when meter_state = '停用' then place end) = max(place) then max(place) else last_place end
            as due_to
    from reading
    group by uscc, period, meter_no, first_place, last_place
)

select
    uscc,
    period,
    sum(kgce) as kgce,
    sum(clean_kgce) as clean_kgce,
    -- Every meter read in each month it was due, and some meter in each of the twelve.
    coalesce(sum(known_months) = sum(greatest(due_to - due_from + 1, 0)) and bit_or(months_read) = 4095, false)
        as is_complete
from metered
group by uscc, period
