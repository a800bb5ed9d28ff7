-- One row per enterprise and published scheme of this edition or the one before: both scores, side by side.
-- The industry is that of today for both; whoever left the zone has none.

with now as (
    select
        score.uscc,
        score.scheme,
        score.edition,
        score.stage,
        score.score,
        score.coverage_ratio,
        score.tier,
        score.grade
    from {{ ref('score') }} as score
    inner join {{ ref('scheme_in_force') }} as scheme on score.scheme = scheme.scheme and scheme.is_published
),

industry as (
    select distinct
        uscc,
        industry
    from {{ ref('enterprise_stage') }}
)

select
    coalesce(now.uscc, previous.uscc) as uscc,
    coalesce(now.scheme, previous.scheme) as scheme,
    coalesce(industry.industry, 'unknown') as industry,
    now.uscc is not null as is_now,
    previous.uscc is not null as is_previous,
    now.edition,
    previous.scheme_edition as previous_edition,
    previous.as_of_date as previous_as_of_date,
    now.stage,
    previous.stage as previous_stage,
    cast(now.score as decimal(6, 2)) as score,
    previous.score as previous_score,
    now.coverage_ratio,
    previous.coverage_ratio as previous_coverage_ratio,
    now.tier,
    now.grade
from now
full join {{ source('history', 'previous_score') }} as previous
    on
        now.uscc = previous.uscc
        and now.scheme = previous.scheme
left join industry on coalesce(now.uscc, previous.uscc) = industry.uscc
where coalesce(now.scheme, previous.scheme) in (select in_force.scheme from now as in_force)
