-- One row per enterprise and scheme: how much of it is known, and whether that is enough for a score.
-- coverage = known indicators / indicators that apply; score_low and score_high are what an outage leaves open.

with known as (
    select
        uscc,
        scheme,
        edition,
        stage,
        sum(case when state = 'known' then 1 else 0 end) as known_count,
        sum(case when state <> 'not_applicable' then 1 else 0 end) as applicable_count
    from {{ ref('leaf_points') }}
    group by uscc, scheme, edition, stage
),

totalled as (
    select
        uscc,
        scheme,
        sum(contribution_low) as total_low,
        sum(contribution_high) as total_high
    from {{ ref('group_points') }}
    group by uscc, scheme
),

covered as (
    select
        known.*,
        scheme.minimum_coverage,
        cast(coalesce({{ ratio("known.known_count", "known.applicable_count", 4) }}, 0) as decimal(5, 4))
            as coverage_ratio,
        cast(totalled.total_low as decimal(28, 10)) as total_low,
        cast(totalled.total_high as decimal(28, 10)) as total_high
    from known
    inner join {{ ref('scheme_in_force') }} as scheme on known.scheme = scheme.scheme
    inner join totalled on known.uscc = totalled.uscc and known.scheme = totalled.scheme
)

select
    uscc,
    scheme,
    edition,
    stage,
    known_count,
    applicable_count,
    coverage_ratio,
    case when coverage_ratio >= minimum_coverage then total_low end as score_low,
    case when coverage_ratio >= minimum_coverage then total_high end as score_high,
    case
        when coverage_ratio >= minimum_coverage and total_low = total_high then 'scored'
        else 'insufficient_data'
    end as status
from covered
