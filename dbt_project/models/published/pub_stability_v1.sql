-- One row per day, scheme, stage, industry, metric and item: how stable a cell is against the edition before.
-- No enterprise stands in it; a cell of fewer than 10 enterprises is withheld, one of fewer than 200 told, not judged.

select
    {{ as_of() }} as as_of_date,
    previous_as_of_date,
    scheme,
    stage,
    industry,
    metric,
    item,
    case when not is_withheld then cast(value as decimal(18, 6)) end as value,
    case when not is_withheld then cast(previous_value as decimal(18, 6)) end as previous_value,
    case when not is_withheld then n end as n,
    case when not is_withheld then previous_n end as previous_n,
    cast(threshold as decimal(18, 6)) as threshold,
    cast(bound as decimal(18, 6)) as bound,
    verdict
from {{ ref('judged_figure') }}
where not (is_withheld and industry <> 'all')
union all
select
    {{ as_of() }} as as_of_date,
    cast(null as date) as previous_as_of_date,
    'all' as scheme,
    'all' as stage,
    'all' as industry,
    'cumulative' as metric,
    item,
    cast(record_count as decimal(18, 6)) as value,
    null as previous_value,
    null as n,
    null as previous_n,
    null as threshold,
    null as bound,
    'told' as verdict
from {{ ref('cumulative_fact') }}
