-- One row per cell: whether the enterprises scored in both editions kept their order (Spearman) and place at the top.
-- Doubled mean ranks are whole numbers, so the sums are exact; equal scores share a rank.

with celled as (
    {% for stage, industry in [("'all'", "'all'"), ("stage", "'all'"), ("stage", "industry")] %}
        select
            scheme,
            {{ stage }} as stage,
            {{ industry }} as industry,
            score,
            previous_score
        from {{ ref('compared_score') }}
        where score is not null and previous_score is not null
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

ranked as (
    select
        scheme,
        stage,
        industry,
        2 * rank() over now_order + count(*) over now_tie - 1 as now_rank,
        2 * rank() over previous_order + count(*) over previous_tie - 1 as previous_rank,
        rank() over now_order as now_place,
        rank() over previous_order as previous_place,
        count(*) over (partition by scheme, stage, industry) as paired_count
    from celled
    window
        now_order as (partition by scheme, stage, industry order by score desc),
        previous_order as (partition by scheme, stage, industry order by previous_score desc),
        now_tie as (partition by scheme, stage, industry, score),
        previous_tie as (partition by scheme, stage, industry, previous_score)
),

summed as (
    select
        scheme,
        stage,
        industry,
        cast(count(*) as decimal(38, 0)) as n,
        cast(sum(now_rank) as decimal(38, 0)) as x,
        cast(sum(previous_rank) as decimal(38, 0)) as y,
        cast(sum(now_rank * now_rank) as decimal(38, 0)) as xx,
        cast(sum(previous_rank * previous_rank) as decimal(38, 0)) as yy,
        cast(sum(now_rank * previous_rank) as decimal(38, 0)) as xy,
        count(case when 10 * (previous_place - 1) < paired_count then 1 end) as previous_top,
        count(case when 10 * (greatest(now_place, previous_place) - 1) < paired_count then 1 end) as both_top
    from ranked
    group by scheme, stage, industry
),

spread as (
    select
        *,
        cast(n * xy - x * y as double) as together,
        sqrt(cast(n * xx - x * x as double)) * sqrt(cast(n * yy - y * y as double)) as apart
    from summed
)

select
    scheme,
    stage,
    industry,
    cast(n as integer) as paired_count,
    {{ six_places("together / nullif(apart, 0)") }} as rank_correlation,
    {{ six_places("cast(both_top as double) / nullif(previous_top, 0)") }} as top_decile_overlap
from spread
