{% macro measures_of__talent() %}{{ long_form(ref('measure_talent')) }}{% endmacro %}
