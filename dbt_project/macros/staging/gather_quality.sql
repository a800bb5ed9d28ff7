{#-
After every run: quality.row_account says what became of each table's rows, quality.reject lists the rejected ones with
the file they came from. Every model materialized as `staged` is gathered, so a new source needs no edit here.
-#}
{% macro gather_quality() %}
    {%- if execute -%}
        {%- set accounts, rejects = [], [] -%}
        {%- for node in graph.nodes.values() | selectattr('config.materialized', 'eq', 'staged') | sort(attribute='name') -%}
            {%- set rows = adapter.get_relation(node.database, node.schema, node.name ~ '__row') -%}
            {%- if rows -%}
                {%- set office, table = node.name[4:].split('__') -%}
                {%- do accounts.append(row_account_of(rows, office, table)) -%}
                {%- do rejects.append(rejects_of(rows, office, table)) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if accounts -%}
            {%- do run_query('create schema if not exists quality') -%}
            {%- do run_query('create or replace table quality.row_account as ' ~ accounts | join(' union all ')) -%}
            {%- do run_query('create or replace table quality.reject as ' ~ rejects | join(' union all ')) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{% macro row_account_of(rows, office, table) %}
    select
        '{{ office }}' as source, '{{ table }}' as table_name, count(*) as sent
        {%- for verdict in ['kept', 'rejected', 'superseded', 'deleted'] %},
        count(case when _verdict = '{{ verdict }}' then 1 end) as {{ verdict }}
        {%- endfor %}
    from {{ rows }}
{% endmacro %}

{% macro rejects_of(rows, office, table) %}
    select
        '{{ office }}' as source, '{{ table }}' as table_name, judged._batch as batch, judged._row as row_no, batch.origin,
        judged._failed_column as column_name, judged._raw_value as raw_value, judged._rule as rule
    from {{ rows }} as judged
    left join landing.batch as batch
        on judged._batch = batch.batch and batch.source = '{{ office }}' and batch.table_name = '{{ table }}'
    where judged._verdict = 'rejected'
{% endmacro %}
