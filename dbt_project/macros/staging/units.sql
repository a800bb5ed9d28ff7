{#-
The unit of each amount is what the office's passport says (`units:` in dags/sources/<source>.yml), laid down in the table
registry.source_unit with the day from which it holds. Staging reads it while the SQL is written, so the compiled model
shows what each amount is multiplied by; the amount as sent and its unit stay beside the amount in yuan.
-#}

{#- The columns as mappings {name, sent, kind, required, units}; `units` of an amount: [{unit, yuan, effective_from, dated_by}]. -#}
{% macro with_units(office, table, columns) %}
    {%- set said = {} -%}
    {%- if execute -%}
        {%- set rows = run_query(
            "select column_name, unit, yuan, effective_from, dated_by from registry.source_unit where source = '" ~ office
            ~ "' and table_name = '" ~ table ~ "' order by column_name, effective_from nulls first") -%}
        {%- for row in rows -%}
            {%- do said.setdefault(row[0], []).append(
                {'unit': row[1], 'yuan': row[2] | int, 'effective_from': row[3], 'dated_by': row[4]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set described = [] -%}
    {%- for column in columns -%}
        {%- set units = [] -%}
        {%- if column[2] == 'cny' -%}
            {%- if execute and column[1] not in said -%}
                {{ exceptions.raise_compiler_error(
                    office ~ '.' ~ table ~ ': ' ~ column[1] ~ ' is an amount; say its unit under `units` in dags/sources/'
                    ~ office ~ '.yml and run `innopoints register`') }}
            {%- endif -%}
            {%- set units = said.get(column[1], [{'unit': '元', 'yuan': 1, 'effective_from': none, 'dated_by': none}]) -%}
        {%- endif -%}
        {%- do described.append(
            {'name': column[0], 'sent': column[1], 'kind': column[2], 'required': 'required' in column[3:], 'units': units}) -%}
    {%- endfor -%}
    {%- for column in described -%}
        {%- for unit in column.units if unit.dated_by -%}
            {%- set day = described | selectattr('sent', 'eq', unit.dated_by) | first -%}
            {%- do unit.update({'day': typed(day.kind, 'text_' ~ day.name) | trim}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(described) }}
{% endmacro %}

{#- The name of the unit an amount was sent in: where it changed, the one in force on the row's own day. -#}
{% macro unit_of_row(units) -%} {{ by_unit(units, 'unit') }} {%- endmacro %}

{#- An amount in yuan, below ten trillion (decimal(15, 2)): more is a slip, and would overflow further on. -#}
{% macro in_yuan(text, units) -%} {{ by_unit(units, 'amount', text) }} {%- endmacro %}

{% macro by_unit(units, what, text='') -%}
    {%- if units | length == 1 -%} {{ unit_value(units[0], what, text) }}
    {%- else -%}
    case
        {%- for unit in units | reverse %}
        when {{ unit.day }} {{ '>= ' ~ date_literal(unit.effective_from) if unit.effective_from else 'is not null' }}
            then {{ unit_value(unit, what, text) }}
        {%- endfor %}
    end
    {%- endif -%}
{%- endmacro %}

{% macro unit_value(unit, what, text) -%}
    {%- if what == 'unit' -%} '{{ unit.unit }}'
    {%- elif unit.yuan == 1 -%} try_cast({{ text }} as decimal(15, 2))
    {%- else -%}
        try_cast(cast(try_cast({{ text }} as decimal(18, 6)) as decimal(28, 6)) * {{ unit.yuan }} as decimal(15, 2))
    {%- endif -%}
{%- endmacro %}
