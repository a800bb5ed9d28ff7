{% macro measures_of__output() %}{{ long_form(ref('measure_output')) }}{% endmacro %}
