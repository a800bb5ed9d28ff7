-- One row per question a person has to answer and enterprise it could be: a name near others', or one several bear.

with near as (
    select
        way as question,
        name_key,
        '' as record,
        min(owner_name) as owner_name,
        min(record_date) as first_date,
        count(*) as record_count
    from {{ ref('record_owner') }}
    where way = 'near'
    group by way, name_key
),

holder as (
    select distinct name_key, uscc from {{ ref('enterprise_name') }}
),

ambiguous as (
    select
        way as question,
        name_key,
        source || '.' || table_name || '/' || record_no as record,
        min(owner_name) as owner_name,
        min(record_date) as first_date,
        1 as record_count
    from {{ ref('record_owner') }}
    where way = 'ambiguous'
    group by way, name_key, source, table_name, record_no
)

select near.*, candidate.position, candidate.uscc, candidate.similarity
from near
inner join {{ ref('name_candidate') }} as candidate on near.name_key = candidate.name_key
union all
select
    ambiguous.*,
    row_number() over (partition by ambiguous.name_key, ambiguous.record order by holder.uscc) as position,
    holder.uscc,
    100 as similarity
from ambiguous
inner join holder on ambiguous.name_key = holder.name_key
