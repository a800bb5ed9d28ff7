-- One row per enterprise of the population and measure of the dictionary: its value, or why there is none.

with dictionary as (
    select
        dictionary.measure,
        dictionary.sources,
        dictionary.absent_state,
        -- One listed table that never landed is enough: part of a measure is not the measure.
        count(case when landed.has_landed then 1 end) <= (
            length(dictionary.sources) - length(replace(dictionary.sources, ',', ''))
        ) as is_source_missing
    from {{ source('registry', 'measure') }} as dictionary
    left join {{ source('landing', 'source_table') }} as landed
        on instr(',' || dictionary.sources || ',', ',' || landed.source || '.' || landed.table_name || ',') > 0
    group by dictionary.measure, dictionary.sources, dictionary.absent_state
),

measured as (
    {{ measures_of_every_domain() }}
)

select
    measured.uscc,
    measured.measure,
    case when not dictionary.is_source_missing then measured.value end as value,
    case
        when dictionary.is_source_missing then 'source_missing'
        when measured.value is not null then 'known'
        else dictionary.absent_state
    end as state,
    dictionary.sources as source
from measured
inner join dictionary on measured.measure = dictionary.measure
