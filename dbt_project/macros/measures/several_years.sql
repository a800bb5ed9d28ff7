{% macro measures_of__several_years() %}{{ long_form(ref('measure_several_years')) }}{% endmacro %}
