{#- A day as a whole number, so that days subtract: day_number('1970-01-02') = 1. -#}
{% macro day_number(day) -%} {{ return(adapter.dispatch('day_number')(day)) }} {%- endmacro %}
{% macro default__day_number(day) -%} unix_date({{ day }}) {%- endmacro %}
{% macro duckdb__day_number(day) -%} cast({{ day }} - cast('1970-01-01' as date) as bigint) {%- endmacro %}
