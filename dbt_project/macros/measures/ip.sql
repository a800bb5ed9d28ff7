{% macro measures_of__ip() %}{{ long_form(ref('measure_ip')) }}{% endmacro %}
