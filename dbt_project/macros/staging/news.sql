{#-
Every readable version of the records of a staged table that something new was said about since the edition before: CTE
`newly` has the batches, and the rows released by a person, that the edition before did not know. Few, so the rest is joined
to them. A record is what the key of the table says; what is compared is written as text:

record_key    the key
version       the moments by which the office orders its versions
content       all else but its mark for deletions
content_then  the same without days after the as-of day of the edition before, which say nothing of it: an insurance that ended
              since was in force then, and is said to have been
fact_year     the year the record is of

Only tables that measures are computed from, and those of the registration office, which say whose a record is. All of them
are built before model `measure`: who asks must depend on it.
-#}
{% macro news_of_measures() %}
    {%- set said = [] -%}
    {%- if execute -%}
        {%- set read = (run_query('select distinct sources from registry.measure').columns[0].values() | join(',')).split(',') -%}
        {%- for node in graph.nodes.values() | selectattr('config.materialized', 'eq', 'staged') | sort(attribute='name') -%}
            {%- set table = node.name[4:] | replace('__', '.') -%}
            {%- if table in read or table.startswith('registration.') -%} {%- do said.append(news_of(node)) -%} {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ said | join("    union all\n") or 'select * from newly' }}
{% endmacro %}

{% macro news_of(node) %}
{%- set office, table = node.name[4:].split('__') -%}
{%- set staged = node.config.meta.staged -%}
{%- set names = staged.columns | map(attribute=0) | list -%}
{%- set rows = api.Relation.create(database=node.database, schema=node.schema, identifier=node.name ~ '__row') -%}
{%- set is_snapshot = feed_of(office, table) == 'snapshot' -%}
{%- set is_news -%}
newly.source = '{{ office }}' and newly.table_name = '{{ table }}' and newly.batch = rows._batch and coalesce(newly.row_no, rows._row) = rows._row
{%- endset %}
    select
        '{{ office }}' as source,
        '{{ table }}' as table_name,
        {{ as_one_text(staged.key, 'rows') }} as record_key,
        {{ as_one_text(staged.latest_by, 'rows') }} as version,
        {{ content_of(staged, false) }} as content,
        {{ content_of(staged, true) }} as content_then,
        {%- for name in ['uscc', 'person_code', 'owner_code'] %}
        {{ 'rows.' ~ name if name in names else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as {{ name }},
        {%- endfor %}
        {{ number_of(names) }} as record_no,
        {{ fact_year_of(staged) }} as fact_year,
        rows._landed_at,
        rows._batch,
        rows._row,
        rows._verdict = 'kept' as is_kept,
        {{ 'coalesce(rows.' ~ staged.deleted_when ~ ', false)' if staged.deleted_when else 'false' }}
        {{- ' or batch.was_newest is not true' if is_snapshot }} as is_gone_then,
        newly.batch is not null as is_new
    from {{ rows }} as rows
    inner join (
        select distinct {% for column in staged.key %}rows.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
        from {{ rows }} as rows
        {{ 'left' if is_snapshot else 'inner' }} join newly on {{ is_news }}
        where rows._verdict <> 'rejected'{{ " and (newly.batch is not null or rows._verdict = 'deleted')" if is_snapshot }}
    ) as touched on {% for column in staged.key %}rows.{{ column }} = touched.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
    left join newly on {{ is_news }}
    {%- if is_snapshot %}
    left join {{ source('landing', 'batch') }} as batch
        on batch.source = '{{ office }}' and batch.table_name = '{{ table }}' and batch.batch = rows._batch
    {%- endif %}
    cross join {{ source('history', 'previous_edition') }} as edition
    where rows._verdict <> 'rejected'
{% endmacro %}

{% macro as_one_text(columns, rows) -%}
{% for column in columns %}coalesce(cast({{ rows }}.{{ column }} as {{ dbt.type_string() }}), '') || '|'{{ ' || ' if not loop.last }}{% else %}''{% endfor %}
{%- endmacro %}

{% macro content_of(staged, then_only) -%}
    {%- set parts = [] -%}
    {%- for column in staged.columns if column[0] not in staged.key + staged.latest_by and column[2] != 'timestamp'
        and column[0] not in (staged.deleted_when or '') -%}
        {%- set told = 'cast(rows.' ~ column[0] ~ ' as ' ~ dbt.type_string() ~ ')' -%}
        {%- if then_only and column[2] == 'date' -%}
            {%- set told = 'case when rows.' ~ column[0] ~ ' <= edition.as_of_date then ' ~ told ~ ' end' -%}
        {%- elif then_only and column[2] == 'month' -%}
            {#- A month that has begun may still end. -#}
            {%- set told = 'case when ' ~ month_number('rows.' ~ column[0]) ~ ' < ' ~ month_number('edition.as_of_date')
                ~ ' then ' ~ told ~ ' end' -%}
        {%- endif -%}
        {%- do parts.append('coalesce(' ~ told ~ ", '')") -%}
    {%- endfor -%}
    {{ return(parts | join(" || '|' || ") or "''") }}
{%- endmacro %}

{#- The number by which identity.owner knows a record. -#}
{% macro number_of(names) -%}
    {%- for name in names if name.endswith('_no') -%} {{ return('cast(rows.' ~ name ~ ' as ' ~ dbt.type_string() ~ ')') }} {%- endfor -%}
    {{ return('cast(null as ' ~ dbt.type_string() ~ ')') }}
{%- endmacro %}

{#- The year in the key; of an event without one, that of its first day. A record that is the enterprise itself has none. -#}
{% macro fact_year_of(staged) -%}
    {%- set days = [] -%}
    {%- for column in staged.columns if column[2] in ('year', 'month', 'date') and staged.key != ['uscc'] -%}
        {%- do days.append([column[0] not in staged.key, loop.index, column[0], column[2]]) -%}
    {%- endfor -%}
    {%- if not days -%} {{ return('cast(null as integer)') }} {%- endif -%}
    {%- set name, kind = (days | sort)[0][2:] -%}
    {{ return('cast(' ~ ('rows.' ~ name if kind == 'year' else 'year(rows.' ~ name ~ ')') ~ ' as integer)') }}
{%- endmacro %}
