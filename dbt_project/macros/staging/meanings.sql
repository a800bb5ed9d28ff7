{#-
What known dirty values mean is said in dags/house.yml and in the passports (`no_value`, `dirty`), laid down in the table
registry.cell_meaning, and read while the SQL is written. Zero is a value unless a passport says otherwise of a column.
-#}

{#- Adds to each column its `meanings`: [{sent, meant}] in SQL, its own first; they overrule those of every column. -#}
{% macro with_meanings(office, table, columns) %}
    {%- set own, of_all = {}, [] -%}
    {%- if execute -%}
        {%- for row in run_query(
            "select column_name, sent, meant from registry.cell_meaning where source = '" ~ office ~ "' and table_name = '"
            ~ table ~ "' order by column_name, sent") -%}
            {%- if row[0] -%} {%- do own.setdefault(row[0], []).append(row) -%}
            {%- else -%} {%- do of_all.append(row[1]) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for column in columns -%}
        {%- set meanings = [] -%}
        {%- for row in own.get(column.sent, []) -%}
            {%- do meanings.append({
                'sent': spelled(column.kind, quoted(row[1])) | trim,
                'meant': 'null' if row[2] is none else quoted(row[2])}) -%}
        {%- endfor -%}
        {%- for sent in of_all -%}
            {%- do meanings.append({'sent': quoted(sent), 'meant': 'null'}) -%}
        {%- endfor -%}
        {%- do column.update({'meanings': meanings}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}

{#- The text of a cell, or what it means. -#}
{% macro meant(text, column) -%}
    {%- if column.meanings -%}
    case {{ text }}{% for each in column.meanings %} when {{ each.sent }} then {{ each.meant }}{% endfor %} else {{ text }} end
    {%- else -%} {{ text }}
    {%- endif -%}
{%- endmacro %}

{% macro quoted(text) -%} '{{ text | replace("'", "''") }}' {%- endmacro %}

{#- changes | snapshot: what a row means that the newest file leaves out (`feed` in the passport). -#}
{% macro feed_of(office, table) %}
    {%- if execute -%}
        {%- for row in run_query(
            "select feed from registry.feed where source = '" ~ office ~ "' and table_name = '" ~ table ~ "'") -%}
            {{ return(row[0]) }}
        {%- endfor -%}
    {%- endif -%}
    {{ return('changes') }}
{% endmacro %}
