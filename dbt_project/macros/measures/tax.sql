{% macro measures_of__tax() %}{{ long_form(ref('measure_tax')) }}{% endmacro %}
