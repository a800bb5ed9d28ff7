{#-
A set of months as bits, so that overlapping periods count each month once without a row per month:
bits of (first=0, count=3) = 0b111; bit_or() over periods unites them, bit_count() counts them.
-#}
{% macro month_bits(first, month_count) -%}
    {{ shift_left("(" ~ shift_left("cast(1 as bigint)", month_count) ~ " - 1)", first) }}
{%- endmacro %}

{% macro shift_left(value, places) -%}
    {{ return(adapter.dispatch('shift_left')(value, places)) }}
{%- endmacro %}
{% macro default__shift_left(value, places) -%} shiftleft({{ value }}, {{ places }}) {%- endmacro %}
{% macro duckdb__shift_left(value, places) -%} ({{ value }} << ({{ places }})) {%- endmacro %}
