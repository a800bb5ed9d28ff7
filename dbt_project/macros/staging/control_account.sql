{#-
quality.control_account: one row per batch and item of landing.control_total (its rows, each amount with a control total):
what the office said and what landed, beside what staging took up, by what became of it, in the unit as sent. `read_cny` is
what the rows that could be read are worth to staging, `sent_cny` what they are worth as sent, `rounded_count` how many of
them have parts of a cent. A cell whose meaning a passport states is taken up, and not compared in yuan.
-#}
{% macro control_account_table() %}
    {%- set followed = [] -%}
    {%- for said in run_query(
        "select distinct source, table_name, item from landing.control_total where item <> 'rows' order by all") -%}
        {%- for node in graph.nodes.values() if node.name == 'stg_' ~ said[0] ~ '__' ~ said[1] -%}
            {%- set rows = adapter.get_relation(node.database, node.schema, node.name ~ '__row') -%}
            {%- set columns = with_meanings(said[0], said[1], with_units(said[0], said[1], node.config.meta.staged.columns)) -%}
            {%- for column in columns if rows and column.sent == said[2] -%}
                {%- do followed.append(amounts_of(rows, said[0], said[1], column)) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor %}
    with amount as (
        select
            source, table_name, batch, 'rows' as item, kept, rejected, superseded, deleted, unread,
            null as read_cny, null as sent_cny, 0 as rounded_count
        from quality.batch_account
        {%- for each in followed %}
        union all
        {{ each }}
        {%- endfor %}
    )

    select
        told.source, told.table_name, told.batch, told.item, told.unit, told.yuan, told.said_by, told.said, told.counted
        {%- for fate in ['kept', 'rejected', 'superseded', 'deleted', 'unread'] %},
        cast(coalesce(amount.{{ fate }}, 0) as decimal(38, 10)) as {{ fate }}
        {%- endfor %},
        cast(amount.read_cny as decimal(38, 2)) as read_cny, cast(amount.sent_cny as decimal(38, 10)) as sent_cny,
        coalesce(amount.rounded_count, 0) as rounded_count
    from landing.control_total as told
    left join amount using (source, table_name, batch, item)
    order by told.source, told.table_name, told.batch, told.item
{% endmacro %}

{% macro amounts_of(rows, office, table, column) %}
    select
        '{{ office }}' as source, '{{ table }}' as table_name, _batch as batch, {{ quoted(column.sent) }} as item
        {%- for verdict in ['kept', 'rejected', 'superseded', 'deleted'] %},
        sum(case when _verdict = '{{ verdict }}' then sent end) as {{ verdict }}
        {%- endfor %},
        0 as unread,
        sum(case when is_read then amount_cny end) as read_cny,
        sum(case when is_read then worth_cny end) as sent_cny,
        count(case when is_read and worth_cny <> round(worth_cny, 2) then 1 end) as rounded_count
    from (
        select
            _batch, _verdict, sent, amount_cny, cast(sent * yuan as decimal(38, 10)) as worth_cny,
            (amount_cny is not null and sent is not null and not is_said) as is_read
        from (
            select
                _batch, _verdict, {{ column.name }} as amount_cny,
                {{ number_sent(column.name ~ '_as_sent') }} as sent,
                case {{ column.name }}_unit
                    {%- for unit in column.units %} when '{{ unit.unit }}' then {{ unit.yuan }}{% endfor %} end as yuan,
                ({{ spelled('cny', column.name ~ '_as_sent') }} in ('' {%- for each in column.meanings %}, {{ each.sent }}{% endfor %}))
                    as is_said
            from {{ rows }}
        ) as sent_row
    ) as read_row
    group by _batch
{% endmacro %}

{#- The number a cell says, read apart from staging, as the landing reads it (ingest/control_total.py); null: none. -#}
{% macro number_sent(cell) -%}
    {%- set number = 'coalesce(try_cast(' ~ cell ~ ' as decimal(38, 10)), try_cast(' ~ spelled('cny', cell) ~ ' as decimal(38, 10)))' -%}
    case when abs({{ number }}) < 1000000000000000000 then {{ number }} end
{%- endmacro %}
