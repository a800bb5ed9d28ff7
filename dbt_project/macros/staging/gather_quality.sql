{#-
After every run, what became of what was sent:

    quality.reject         every cell that was not read and every row that could not be: file, row, column, value, rule
    quality.batch_account  one row per batch: sent = landed + unread, landed = kept + rejected + superseded + deleted
    quality.row_account    the same per table
    quality.control_account  one row per batch and control total: what the office said, what landed, what became of it

Every model materialized as `staged` is gathered, so a new source needs no edit here.
-#}
{% macro gather_quality() %}
    {%- if execute -%}
        {%- set fates, rejects = [], [] -%}
        {%- for node in graph.nodes.values() | selectattr('config.materialized', 'eq', 'staged') | sort(attribute='name') -%}
            {%- set rows = adapter.get_relation(node.database, node.schema, node.name ~ '__row') -%}
            {%- if rows -%}
                {%- set office, table = node.name[4:].split('__') -%}
                {%- do fates.append(fates_of(rows, office, table)) -%}
                {%- do rejects.append(rejects_of(rows, office, table)) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if fates -%}
            {%- do run_query('create schema if not exists quality') -%}
            {%- do run_query('create or replace table quality.reject as ' ~ reject_table(rejects)) -%}
            {%- do run_query('create or replace table quality.batch_account as ' ~ batch_account_table(fates)) -%}
            {%- do run_query('create or replace table quality.row_account as ' ~ row_account_table()) -%}
            {%- do run_query('create or replace table quality.control_account as ' ~ control_account_table()) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{% macro fates_of(rows, office, table) %}
    select
        '{{ office }}' as source, '{{ table }}' as table_name, _batch as batch, count(*) as landed
        {%- for verdict in ['kept', 'rejected', 'superseded', 'deleted'] %},
        count(case when _verdict = '{{ verdict }}' then 1 end) as {{ verdict }}
        {%- endfor %}
    from {{ rows }}
    group by _batch
{% endmacro %}

{% macro rejects_of(rows, office, table) %}
    select
        '{{ office }}' as source, '{{ table }}' as table_name, _batch as batch, _row as row_no,
        _answered_by as answered_by, {{ each_failure('_failures') }} as failure
    from {{ rows }}
    where _verdict = 'rejected'
{% endmacro %}

{#- A row is answered by a later good version of its key, or by a later sending of the whole file. -#}
{% macro reject_table(rejects) %}
    with failed as (
        {{ rejects | join(' union all ') }}
    ),

    every as (
        select
            source, table_name, batch, row_no, failure.column_name, failure.sent_column, failure.raw_value,
            failure.value_cny, failure.history_cny,
            case when failure.value_cny is null then 'rejected' else 'held' end as fate,
            {{ split_rule('failure.rule') }}, answered_by
        from failed
        union all
        select
            source, table_name, batch, row_no, null as column_name, null as sent_column, raw_value,
            null as value_cny, null as history_cny, 'unread' as fate, rule_zh, rule_en, null as answered_by
        from landing.unread
    )

    select
        every.source, every.table_name, every.batch, batch.landed_at, batch.origin, every.row_no, every.column_name,
        every.sent_column, every.raw_value, every.value_cny, every.history_cny, every.fate, every.rule_zh, every.rule_en,
        case when coalesce(every.answered_by, batch.sent_again) is null then 'open' else 'answered' end as status,
        coalesce(every.answered_by, batch.sent_again) as answered_by
    from every
    left join landing.batch as batch
        on every.batch = batch.batch and every.source = batch.source and every.table_name = batch.table_name
    order by every.source, every.table_name, batch.landed_at, every.batch, every.row_no, every.column_name
{% endmacro %}

{% macro split_rule(rule) -%}
    split_part({{ rule }}, ' / ', 1) as rule_zh, substr({{ rule }}, instr({{ rule }}, ' / ') + 3) as rule_en
{%- endmacro %}

{% macro batch_account_table(fates) %}
    with fate as (
        {{ fates | join(' union all ') }}
    ),

    unread as (
        select source, table_name, batch, count(*) as unread
        from landing.unread
        group by source, table_name, batch
    )

    select
        source, table_name, batch, batch.origin, batch.landed_at, batch.sent_count as sent,
        coalesce(fate.landed, 0) as landed, coalesce(unread.unread, 0) as unread
        {%- for verdict in ['kept', 'rejected', 'superseded', 'deleted'] %},
        coalesce(fate.{{ verdict }}, 0) as {{ verdict }}
        {%- endfor %}
    from landing.batch as batch
    full outer join fate using (source, table_name, batch)
    left join unread using (source, table_name, batch)
    order by source, table_name, batch.landed_at, batch
{% endmacro %}

{% macro row_account_table() %}
    select
        source, table_name
        {%- for count in ['sent', 'unread', 'kept', 'rejected', 'superseded', 'deleted'] %},
        cast(coalesce(sum({{ count }}), 0) as bigint) as {{ count }}
        {%- endfor %}
    from landing.source_table
    left join quality.batch_account using (source, table_name)
    group by source, table_name
    order by source, table_name
{% endmacro %}
