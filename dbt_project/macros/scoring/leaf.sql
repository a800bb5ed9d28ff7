{#-
A value transformed, as a decimal of 14 places (a logarithm or root is a DOUBLE and is rounded at once, so that sums of
it are exact); untransformed it keeps all its own. Null where there is no logarithm (0 or less) or root (below 0).
-#}
{% macro transformed(transform, value) -%}
case
    when {{ transform }} is null then {{ value }}
    when {{ transform }} = 'log' and {{ value }} > 0
        then cast(round(ln(cast({{ value }} as double)), 14) as decimal(38, 18))
    when {{ transform }} = 'sqrt' and {{ value }} >= 0
        then cast(round(sqrt(cast({{ value }} as double)), 14) as decimal(38, 18))
end
{%- endmacro %}

{#- The value at a place between two neighbours, in proportion (quantile type 7): over the rows of one population. -#}
{% macro quantile_at(place) -%}
max(case when place = floor({{ place }}) then used_value end) over (partition by node, peer_key)
    + cast(round(
        cast(
            max(case when place = ceil({{ place }}) then used_value end) over (partition by node, peer_key)
            - max(case when place = floor({{ place }}) then used_value end) over (partition by node, peer_key)
            as double
        ) * cast({{ place }} - floor({{ place }}) as double), 14
    ) as decimal(38, 18))
{%- endmacro %}

{#- A goalpost or clamped value, as DOUBLE, on the scale that points are linear on. -#}
{% macro stretched(transform, number) -%}
case {{ transform }} when 'log' then ln({{ number }}) when 'sqrt' then sqrt({{ number }}) else {{ number }} end
{%- endmacro %}

{#- The first of these decimals that is there, as a DOUBLE; each is turned on its own, for no common type is cheap. -#}
{% macro as_number() -%}
coalesce({% for value in varargs %}cast({{ value }} as double){{ ", " if not loop.last }}{% endfor %})
{%- endmacro %}

{#- a / b of two decimals whose difference was taken exactly: one division, rounded at once to 14 places. -#}
{% macro share_of(part, whole) -%}
round(cast({{ part }} as double) / nullif(cast({{ whole }} as double), 0), 14)
{%- endmacro %}

{#-
Points as they are stored: 12 places, 14 on a scale that ends at 1. One product or quotient of DOUBLEs is the same on
every processor; rounding it at once keeps that so, for the sums that follow are sums of decimals.
-#}
{% macro as_points(number, top) -%}
cast(case when {{ top }} > 1 then round({{ number }}, 12) else round({{ number }}, 14) end as decimal(18, 14))
{%- endmacro %}
