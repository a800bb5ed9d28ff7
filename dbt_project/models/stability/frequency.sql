-- One row per cell, item and value: how many enterprises have that value now, and had it in the edition before.
-- Items are `score` and the indicators; cells are the zone, each stage, and each stage within each industry.

with seen as (
    select
        scheme,
        stage,
        industry,
        'score' as item,
        cast(score as decimal(28, 10)) as value,
        'now' as edition
    from {{ ref('compared_score') }}
    where score is not null
    union all
    select
        scheme,
        previous_stage as stage,
        industry,
        'score' as item,
        cast(previous_score as decimal(28, 10)) as value,
        'previous' as edition
    from {{ ref('compared_score') }}
    where previous_score is not null
    union all
    select
        score.scheme,
        score.stage,
        score.industry,
        points.indicator as item,
        cast(points.value as decimal(28, 10)) as value,
        'now' as edition
    from {{ ref('indicator_points') }} as points
    inner join {{ ref('compared_score') }} as score on points.uscc = score.uscc and points.scheme = score.scheme
    union all
    select
        score.scheme,
        score.previous_stage as stage,
        score.industry,
        points.indicator as item,
        points.value,
        'previous' as edition
    from {{ source('history', 'previous_indicator') }} as points
    inner join {{ ref('compared_score') }} as score on points.uscc = score.uscc and points.scheme = score.scheme
)

select
    scheme,
    {{ or_all("stage") }} as stage,
    {{ or_all("industry") }} as industry,
    item,
    value,
    count(case when edition = 'now' then 1 end) as now_count,
    count(case when edition = 'previous' then 1 end) as previous_count
from seen
group by
    grouping sets (
        (scheme, item, value), (scheme, stage, item, value), (scheme, stage, industry, item, value)
    )
