{#- The place of a level of professional title (五级职称), 1 the highest; levels a step apart differ by one. -#}
{% macro talent_level_place(level) -%}
case {{ level }} when '正高级' then 1 when '副高级' then 2 when '中级' then 3 when '助理级' then 4 when '员级' then 5 end
{%- endmacro %}
