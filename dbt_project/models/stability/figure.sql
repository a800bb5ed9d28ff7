-- One row per cell, metric and item: the figure, what it was before, on how many enterprises, and what chance can do.
-- A magnitude is carried by fewer: those whose value is not zero.

select
    scheme,
    stage,
    industry,
    case item when 'score' then 'psi' else 'csi' end as metric,
    item,
    index_value as value,
    cast(null as decimal(18, 6)) as previous_value,
    now_total as n,
    previous_total as previous_n,
    critical_value,
    cast(null as integer) as carried_n,
    cast(null as integer) as previous_carried_n
from {{ ref('population_index') }}
{% for metric in ("rank_correlation", "top_decile_overlap") %}
    union all
    select
        scheme,
        stage,
        industry,
        '{{ metric }}' as metric,
        'score' as item,
        {{ metric }} as value,
        null as previous_value,
        paired_count as n,
        paired_count as previous_n,
        null as critical_value,
        null as carried_n,
        null as previous_carried_n
    from {{ ref('rank_agreement') }}
{% endfor %}
union all
select
    scheme,
    stage,
    industry,
    case when item in ('score', 'coverage') then 'mean' else 'magnitude' end as metric,
    item,
    case when item in ('score', 'coverage') then now_mean else magnitude end as value,
    case when item in ('score', 'coverage') then previous_mean end as previous_value,
    now_known as n,
    previous_known as previous_n,
    null as critical_value,
    case when item not in ('score', 'coverage') then now_carried end as carried_n,
    case when item not in ('score', 'coverage') then previous_carried end as previous_carried_n
from {{ ref('level') }}
where case when item in ('score', 'coverage') then industry = 'all' else magnitude is not null end
union all
select
    scheme,
    stage,
    industry,
    'count_ratio' as metric,
    item,
    {{ six_places("cast(now_known as double) / previous_known") }} as value,
    null as previous_value,
    now_known as n,
    previous_known as previous_n,
    null as critical_value,
    null as carried_n,
    null as previous_carried_n
from {{ ref('level') }}
where previous_known > 0
union all
select
    scheme,
    'all' as stage,
    'all' as industry,
    metric,
    class_before || '>' || class_now as item,
    moved_ratio as value,
    null as previous_value,
    moved_count as n,
    before_count as previous_n,
    null as critical_value,
    null as carried_n,
    null as previous_carried_n
from {{ ref('transition') }}
