-- One row per record of which offices said something since the edition before: whose it says it is, what news it is.
-- depends_on: {{ ref('measure') }}

with newly as (
    select
        source,
        table_name,
        batch,
        cast(null as bigint) as row_no
    from {{ source('landing', 'batch') }}
    where is_new
    union all
    select distinct
        release.source,
        release.table_name,
        release.batch,
        release.row_no
    from {{ source('registry', 'release') }} as release
    inner join {{ source('landing', 'batch') }} as batch
        on
            release.source = batch.source
            and release.table_name = batch.table_name
            and release.batch = batch.batch
            and not batch.is_new
    cross join {{ source('history', 'previous_edition') }} as edition
    where release.released_on > edition.known_on
),

told as (
    {{ news_of_measures() }}
),

placed as (
    select
        *,
        row_number() over (
            partition by source, table_name, record_key, is_new
            order by version desc, _landed_at desc, _batch desc, _row desc
        ) as place
    from told
),

kept as (
    select *
    from placed
    where is_kept
),

known_then as (
    select *
    from placed
    where not is_new and not is_gone_then and place = 1
)

select
    coalesce(now.source, previous.source) as source,
    coalesce(now.table_name, previous.table_name) as table_name,
    coalesce(now.uscc, previous.uscc) as uscc,
    coalesce(now.person_code, previous.person_code) as person_code,
    coalesce(now.owner_code, previous.owner_code) as owner_code,
    coalesce(now.record_no, previous.record_no) as record_no,
    coalesce(now.fact_year, previous.fact_year) as fact_year,
    case
        when previous.record_key is null then 'new'
        when now.record_key is null then 'withdrawn'
        when now.content_then <> previous.content_then then 'corrected'
        else 'new'
    end as kind
from kept as now
full outer join known_then as previous
    on
        now.source = previous.source
        and now.table_name = previous.table_name
        and now.record_key = previous.record_key
where now.content is distinct from previous.content
