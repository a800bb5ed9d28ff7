{% macro gather_quality() %}{% endmacro %}
