{#- Wide measures (one column a measure) to rows of uscc, measure, value; values not known stay as rows with null. -#}
{% macro long_form(relation) -%}
    {{ return(adapter.dispatch('long_form')(relation)) }}
{%- endmacro %}
{% macro default__long_form(relation) -%}
    select uscc, measure, value from {{ relation }} unpivot include nulls (value for measure in (
        {{- adapter.get_columns_in_relation(relation) | map(attribute='name') | reject('eq', 'uscc') | join(', ') -}}
    ))
{%- endmacro %}
{% macro duckdb__long_form(relation) -%}
    select uscc, measure, value from {{ relation }} unpivot include nulls (
        value for measure in (columns(* exclude (uscc)))
    )
{%- endmacro %}

{#- The one type of every measure: 28 digits, 10 of them after the point. -#}
{% macro measure_value(expression) -%} cast({{ expression }} as decimal(28, 10)) {%- endmacro %}
