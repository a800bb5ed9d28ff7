{#-
A figure of stability, rounded half up to six places. Logarithms, roots and quotients have no exact decimal: each is taken
once in DOUBLE, whose 15 digits are more than the places kept, and rounded before it is added to or compared with anything.
-#}
{% macro six_places(expression) -%}
    cast(round(
        case
            when {{ expression }} > 999999999 then 999999999
            when {{ expression }} < -999999999 then -999999999
            else {{ expression }}
        end, 6
    ) as decimal(18, 6))
{%- endmacro %}

{#-
The 99.9 % point of chi-square with 1 to 10 degrees of freedom. Without any drift the population stability index of b bins
and samples of n and m is about (1/n + 1/m) times chi-square with b - 1 degrees of freedom (Yurdakul and Naranjo 2020,
Statistical properties of the population stability index, Journal of Risk Model Validation 14(4), 89-100): a fixed bound
of 0.10 or 0.25 cries wolf for small samples.
-#}
{% macro chi_square_999(degrees) -%}
case {{ degrees }}
    {%- for point in [10.828, 13.816, 16.266, 18.467, 20.515, 22.458, 24.322, 26.124, 27.877, 29.588] %}
    when {{ loop.index }} then {{ point }}
    {%- endfor %}
end
{%- endmacro %}

{#- The cell of a row of grouping sets: `all` where the level above was summed over. -#}
{% macro or_all(column) -%}
    coalesce({{ column }}, 'all')
{%- endmacro %}
