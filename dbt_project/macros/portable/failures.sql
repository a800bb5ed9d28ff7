{#-
Every failing check of a row as a list of {column_name, sent_column, raw_value, value_cny, history_cny, rule}; amounts are null
but for a row that is held.
-#}
{% macro failures(checks) -%}
    {{ return(adapter.dispatch('failures')(checks)) }}
{%- endmacro %}

{% macro default__failures(checks) -%}
    filter(array(
        {%- for check in checks %}
        case when {{ check.fails }} then named_struct({% for name, value in failure(check).items() -%}
            '{{ name }}', {{ value }}{{ ', ' if not loop.last }}
        {%- endfor %}) end{{ ',' if not loop.last }}
        {%- endfor %}
    ), each -> each is not null)
{%- endmacro %}

{% macro duckdb__failures(checks) -%}
    list_filter([
        {%- for check in checks %}
        case when {{ check.fails }} then {{ '{' }}{% for name, value in failure(check).items() -%}
            '{{ name }}': {{ value }}{{ ', ' if not loop.last }}
        {%- endfor %}{{ '}' }} end{{ ',' if not loop.last }}
        {%- endfor %}
    ], lambda each: each is not null)
{%- endmacro %}

{% macro failure(check) -%}
    {{ return({
        'column_name': check.column,
        'sent_column': "'" ~ check.sent ~ "'",
        'raw_value': check.raw,
        'value_cny': 'cast(' ~ (check.value or 'null') ~ ' as decimal(15, 2))',
        'history_cny': 'cast(' ~ (check.history or 'null') ~ ' as decimal(15, 2))',
        'rule': check.words,
    }) }}
{%- endmacro %}

{#- One row per element of a list of failures: put it in a select list. -#}
{% macro each_failure(failures) -%}
    {{ return(adapter.dispatch('each_failure')(failures)) }}
{%- endmacro %}
{% macro default__each_failure(failures) -%} explode({{ failures }}) {%- endmacro %}
{% macro duckdb__each_failure(failures) -%} unnest({{ failures }}) {%- endmacro %}
