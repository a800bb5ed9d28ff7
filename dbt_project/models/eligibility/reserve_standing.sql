-- One row per enterprise in business in the zone: what the reserve pool's scheme says of it, how many of its conditions
-- hold, and whether it has the certificate.

with condition as (
    select
        uscc,
        cast(count(case when is_met then 1 end) as integer) as met_count,
        cast(count(case when not is_met then 1 end) as integer) as missed_count,
        cast(count(case when is_met is null then 1 end) as integer) as open_count,
        {{ joined_text("case when not is_met then words_zh end", "；", "node_key") }} as missed_words_zh,
        {{ joined_text("case when not is_met then words_en end", "; ", "node_key") }} as missed_words_en,
        count(is_met) as decided_count,
        count(*) as condition_count
    from {{ ref('condition_result') }}
    where scheme = '{{ var("reserve_scheme") }}' and depth = 2
    group by uscc
)

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
    condition.missed_words_zh,
    condition.missed_words_en,
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
