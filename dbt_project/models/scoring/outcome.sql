-- One row per enterprise and scheme: passes, direct_pass, fails or unknown, and the condition that decided it.
-- Null where the scheme has no conditions. Conditions only a person can check are not judged here: a `fails` says what
-- data says. A direct pass needs every `requires`, and no score.

with counted as (
    select
        uscc,
        scheme,
        sum(case when kind = 'requires' and not is_met then 1 else 0 end) as requires_failed,
        sum(case when kind = 'requires' and is_met is null then 1 else 0 end) as requires_open,
        sum(case when kind = 'direct_pass' and is_met then 1 else 0 end) as direct_held,
        sum(case when kind = 'direct_pass' and is_met is null then 1 else 0 end) as direct_open,
        sum(case when kind = 'pass' and not is_met then 1 else 0 end) as pass_failed,
        sum(case when kind = 'pass' and is_met is null then 1 else 0 end) as pass_open
    from {{ ref('condition_result') }}
    group by uscc, scheme
),

judged as (
    select
        *,
        case
            when requires_failed > 0 then 'fails'
            when pass_failed > 0 and direct_held = 0 and direct_open = 0 then 'fails'
            when requires_open > 0 then 'unknown'
            when direct_held > 0 then 'direct_pass'
            when pass_failed = 0 and pass_open = 0 then 'passes'
            else 'unknown'
        end as outcome
    from counted
),

deciding as (
    select
        judged.uscc,
        judged.scheme,
        each.condition,
        each.title_zh,
        each.title_en,
        row_number() over (partition by judged.uscc, judged.scheme order by each.position) as place
    from judged
    inner join {{ ref('condition_result') }} as each
        on
            judged.uscc = each.uscc
            and judged.scheme = each.scheme
    where (
        judged.outcome = 'fails' and not each.is_met
        and (each.kind = 'requires' or (judged.requires_failed = 0 and each.kind = 'pass'))
    )
    or (judged.outcome = 'unknown' and each.is_met is null)
    or (judged.outcome = 'direct_pass' and each.kind = 'direct_pass' and each.is_met)
)

select
    coverage.uscc,
    coverage.scheme,
    judged.outcome,
    deciding.condition as decided_by,
    deciding.title_zh as decided_by_zh,
    deciding.title_en as decided_by_en
from {{ ref('coverage') }} as coverage
left join judged on coverage.uscc = judged.uscc and coverage.scheme = judged.scheme
left join deciding
    on
        coverage.uscc = deciding.uscc
        and coverage.scheme = deciding.scheme
        and deciding.place = 1
