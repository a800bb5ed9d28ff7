{% macro measures_of__talent_demand() %}{{ long_form(ref('measure_talent_demand')) }}{% endmacro %}
