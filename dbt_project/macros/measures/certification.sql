{% macro measures_of__certification() %}{{ long_form(ref('measure_certification')) }}{% endmacro %}
