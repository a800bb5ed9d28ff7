-- One row per cell and item (score, coverage, indicators): the mean of its known values, now and before, and how many.
-- Magnitude compares sizes, whatever their sign, and is carried by the enterprises whose value is not zero.

with coverage as (
    select
        scheme,
        stage,
        industry,
        cast(coverage_ratio as decimal(28, 10)) as value,
        'now' as edition
    from {{ ref('compared_score') }}
    where is_now
    union all
    select
        scheme,
        previous_stage as stage,
        industry,
        cast(previous_coverage_ratio as decimal(28, 10)) as value,
        'previous' as edition
    from {{ ref('compared_score') }}
    where is_previous
),

counted as (
    select
        scheme,
        {{ or_all("stage") }} as stage,
        {{ or_all("industry") }} as industry,
        'coverage' as item,
        value,
        count(case when edition = 'now' then 1 end) as now_count,
        count(case when edition = 'previous' then 1 end) as previous_count
    from coverage
    group by grouping sets ((scheme, value), (scheme, stage, value), (scheme, stage, industry, value))
    union all
    select scheme, stage, industry, item, value, now_count, previous_count from {{ ref('frequency') }}
),

summed as (
    select
        scheme,
        stage,
        industry,
        item,
        cast(sum(now_count) as integer) as now_known,
        cast(sum(previous_count) as integer) as previous_known,
        cast(sum(value * cast(now_count as decimal(10, 0))) as double) as now_sum,
        cast(sum(value * cast(previous_count as decimal(10, 0))) as double) as previous_sum,
        cast(coalesce(sum(case when value <> 0 then now_count end), 0) as integer) as now_carried,
        cast(coalesce(sum(case when value <> 0 then previous_count end), 0) as integer) as previous_carried,
        cast(sum(abs(value) * cast(now_count as decimal(10, 0))) as double) as now_size,
        cast(sum(abs(value) * cast(previous_count as decimal(10, 0))) as double) as previous_size
    from counted
    where value is not null
    group by scheme, stage, industry, item
)

select
    scheme,
    stage,
    industry,
    item,
    now_known,
    previous_known,
    now_carried,
    previous_carried,
    {{ six_places("now_sum / nullif(now_known, 0)") }} as now_mean,
    {{ six_places("previous_sum / nullif(previous_known, 0)") }} as previous_mean,
    {{ six_places("now_size / nullif(now_known, 0) / nullif(previous_size / nullif(previous_known, 0), 0)") }}
        as magnitude
from summed
