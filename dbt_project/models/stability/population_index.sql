-- One row per cell and item: the population stability index of its values (PSI of the score, CSI of an indicator).
-- Bins are the tenths of the edition before, equal values together; values nobody knows are a bin of their own. Where a
-- bin is empty half an enterprise is added to every bin of the cell, so that each has a logarithm.

with cumulated as (
    select
        scheme,
        stage,
        industry,
        item,
        value,
        now_count,
        previous_count,
        sum(previous_count) over (
            partition by scheme, stage, industry, item, value is null
            order by value
        ) as previous_at_most,
        sum(previous_count) over (partition by scheme, stage, industry, item, value is null) as previous_known
    from {{ ref('frequency') }}
),

binned as (
    select
        scheme,
        stage,
        industry,
        item,
        case
            when value is null then 0
            else greatest(1, ceil(cast(10 * previous_at_most as double) / nullif(previous_known, 0)))
        end as bin,
        cast(sum(now_count) as integer) as now_count,
        cast(sum(previous_count) as integer) as previous_count
    from cumulated
    group by all
),

totals as (
    select
        *,
        count(*) over (partition by scheme, stage, industry, item) as bin_count,
        sum(now_count) over (partition by scheme, stage, industry, item) as now_total,
        sum(previous_count) over (partition by scheme, stage, industry, item) as previous_total,
        case
            when min(least(now_count, previous_count)) over (partition by scheme, stage, industry, item) = 0
                then cast(0.5 as double)
            else cast(0 as double)
        end as added
    from binned
),

shared as (
    select
        *,
        (now_count + added) / (now_total + added * bin_count) as now_share,
        (previous_count + added) / (previous_total + added * bin_count) as previous_share
    from totals
    where now_total > 0 and previous_total > 0
)

select
    scheme,
    stage,
    industry,
    item,
    cast(max(now_total) as integer) as now_total,
    cast(max(previous_total) as integer) as previous_total,
    cast(max(bin_count) as integer) as bin_count,
    sum({{ six_places("(now_share - previous_share) * ln(now_share / previous_share)") }}) as index_value,
    {{ six_places(chi_square_999("max(bin_count) - 1") ~ " * (1.0 / max(now_total) + 1.0 / max(previous_total))") }}
        as critical_value
from shared
group by scheme, stage, industry, item
