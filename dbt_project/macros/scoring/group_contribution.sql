{#- Renormalised points of a group as a whole number of 8 places, times `reach_present`; never beyond max_points; null when the group is not present. -#}
{% macro capped_points(raw) -%}
    case when is_present then least(
        {{ whole(raw, 6) }} * {{ whole("reach", 2) }},
        {{ whole("max_points", 2) }} * {{ whole("reach_present", 2) }} * 10000
    ) end
{%- endmacro %}

{#- capped / reach_present / max_points x weight x total / weights present: five factors, one division, 10 places. -#}
{% macro group_contribution(capped) -%}
    {{ whole_ratio(
        capped ~ " * " ~ whole("weight", 2) ~ " * " ~ whole("total", 2),
        whole("reach_present", 2) ~ " * " ~ whole("max_points", 2) ~ " * " ~ whole("weight_present", 2) ~ " * 1000000"
    ) }}
{%- endmacro %}
