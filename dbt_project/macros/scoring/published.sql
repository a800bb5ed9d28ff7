{#- A score rounded half up to the places of its scheme; the places are a column, and no engine rounds by a column. -#}
{% macro published(score, decimals) -%}
case {{ decimals }}
    {%- for places in range(7) %}
    when {{ places }} then cast(round({{ score }}, {{ places }}) as decimal(12, 6))
    {%- endfor %}
end
{%- endmacro %}
