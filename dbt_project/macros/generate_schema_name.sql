{#- Schemas are the layers' own names (staging, measures, scoring, published), the same in every target. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
