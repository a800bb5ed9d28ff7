{#- The bound of a metric as the project states it (vars: stability_bounds), at least what chance can do; null where none. -#}
{% macro stability_bound(metric, which, chance) -%}
case {{ metric }}
    {%- for name, bounds in var("stability_bounds").items() if which in bounds %}
    when '{{ name }}' then greatest(cast({{ bounds[which] }} as decimal(18, 6)), coalesce({{ chance }}, 0))
    {%- endfor %}
end
{%- endmacro %}

{#- Does a figure lie outside its bound? Agreement must not fall below it, a ratio must lie between it and one part in it. -#}
{% macro is_over(metric, value, bound) -%}
case
    when {{ bound }} is null then false
    when {{ metric }} in ('rank_correlation', 'top_decile_overlap') then {{ value }} < {{ bound }}
    when {{ metric }} in ('magnitude', 'count_ratio')
        then {{ value }} > {{ bound }} or cast({{ value }} as double) * cast({{ bound }} as double) < 1
    else {{ value }} > {{ bound }}
end
{%- endmacro %}
