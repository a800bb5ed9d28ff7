-- One row per enterprise and measure of which something was said since the edition before: correction goes before data.
-- A measure of a closed year is not touched by what was said about later years.

select
    news.uscc,
    dictionary.measure,
    case when max(case when news.kind = 'new' then 0 else 1 end) = 1 then 'correction' else 'data' end as origin
from {{ ref('record_news') }} as news
inner join {{ source('registry', 'measure') }} as dictionary
    on instr(',' || dictionary.sources || ',', ',' || news.source || '.' || news.table_name || ',') > 0
where
    news.fact_year is null
    or case dictionary.period
        when 'closed_tax_year' then news.fact_year <= {{ closed_tax_year() }}
        when 'last_calendar_year' then news.fact_year <= {{ last_calendar_year() }}
        else true
    end
group by news.uscc, dictionary.measure
