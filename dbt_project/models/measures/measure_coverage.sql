-- One row per measure and feed it leans on: how many enterprises have it, or why not, and whether the feed is there.

with counted as (
    select
        measure,
        count(*) as enterprise_count,
        count(case when state = 'known' then 1 end) as known_count,
        count(case when state = 'missing' then 1 end) as missing_count,
        count(case when state = 'not_applicable' then 1 end) as not_applicable_count,
        count(case when state = 'source_missing' then 1 end) as source_missing_count
    from {{ ref('measure') }}
    group by measure
)

select
    counted.measure,
    landed.source,
    landed.table_name,
    counted.enterprise_count,
    counted.known_count,
    counted.missing_count,
    counted.not_applicable_count,
    counted.source_missing_count,
    landed.has_landed,
    landed.last_landed_at,
    landed.late
from counted
inner join {{ source('registry', 'measure') }} as dictionary on counted.measure = dictionary.measure
inner join {{ source('landing', 'source_table') }} as landed
    on instr(',' || dictionary.sources || ',', ',' || landed.source || '.' || landed.table_name || ',') > 0
