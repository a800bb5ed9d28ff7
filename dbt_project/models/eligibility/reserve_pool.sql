-- One row per enterprise in business in the zone, scored or not: how near it is to the certificate of the reserve pool.
-- The score is a range where experts decide; `decided_share` is how much of the conditions data alone settle.

with condition as (
    select
        uscc,
        cast(count(case when is_met then 1 end) as integer) as met_count,
        cast(count(case when not is_met then 1 end) as integer) as missed_count,
        cast(count(case when is_met is null then 1 end) as integer) as open_count,
        count(is_met) as decided_count,
        count(*) as condition_count
    from {{ ref('condition_result') }}
    where scheme = '{{ var("reserve_scheme") }}' and depth = 2
    group by uscc
),

pooled as (
    select
        profile.uscc,
        profile.enterprise_name,
        outcome.outcome,
        outcome.decided_words_zh,
        outcome.decided_words_en,
        coverage.score_low,
        coverage.score_high,
        condition.met_count,
        condition.missed_count,
        condition.open_count,
        condition.decided_count,
        condition.condition_count,
        held.valid_to as certificate_ends,
        case
            when held.valid_to <= {{ date_literal(day_in_years(1)) }} then 'ends_soon'
            when held.uscc is not null then 'holds'
            when profile.certificate_count is null then 'unknown'
            else 'none'
        end as standing,
        case outcome.outcome when 'passes' then 1 when 'could_pass' then 2 when 'by_hand' then 3 else 4 end
            as likelihood
    from {{ ref('enterprise_profile') }} as profile
    inner join {{ ref('outcome') }} as outcome
        on
            profile.uscc = outcome.uscc
            and outcome.scheme = '{{ var("reserve_scheme") }}'
            and outcome.rule_position = 1
    inner join condition on profile.uscc = condition.uscc
    left join {{ ref('coverage') }} as coverage
        on profile.uscc = coverage.uscc and coverage.scheme = '{{ var("reserve_scheme") }}'
    left join {{ ref('certificate_valid') }} as held
        on profile.uscc = held.uscc and held.certificate_type = '{{ var("reserve_certificate") }}'
)

select
    pooled.uscc,
    pooled.enterprise_name,
    cast(row_number() over (
        order by
            pooled.likelihood asc, pooled.missed_count asc, pooled.open_count asc,
            pooled.score_high desc nulls last, pooled.uscc asc
    ) as integer) as place,
    pooled.outcome,
    pooled.standing,
    pooled.certificate_ends,
    pooled.score_low,
    pooled.score_high,
    pooled.met_count,
    pooled.missed_count,
    pooled.open_count,
    cast({{ ratio("pooled.decided_count", "pooled.condition_count", 4) }} as decimal(5, 4)) as decided_share,
    pooled.decided_words_zh,
    pooled.decided_words_en,
    -- Either kind of right raises the points for their number; what is reached already, or not known, is left out.
    case
        when class_one.uscc is not null and class_two.uscc is not null
            then class_one.gap_zh || ' 件Ⅰ类知识产权，或再有 ' || class_two.gap_zh || ' 件Ⅱ类知识产权'
        when class_one.uscc is not null then class_one.gap_zh || ' 件Ⅰ类知识产权'
    end as right_gap_zh,
    case
        when class_one.uscc is not null and class_two.uscc is not null
            then class_one.gap_en || ' class I right, or ' || class_two.gap_en || ' more of class II'
        when class_one.uscc is not null then class_one.gap_en || ' class I right'
    end as right_gap_en
from pooled
left join {{ ref('reserve_step') }} as class_one
    on pooled.uscc = class_one.uscc and class_one.indicator = 'class_one_ip'
left join {{ ref('reserve_step') }} as class_two
    on pooled.uscc = class_two.uscc and class_two.indicator = 'class_two_ip'
