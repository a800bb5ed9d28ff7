{% macro measures_of__per_head() %}{{ long_form(ref('measure_per_head')) }}{% endmacro %}
