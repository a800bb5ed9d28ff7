{#-
The n-th root of a positive ratio, as decimal(28, 10). A root has no exact decimal: it is taken in DOUBLE, whose 15 digits
are more than the 10 places kept, and rounded before anything is compared with it.
-#}
{% macro root(value, n) -%}
    cast(round(power(cast({{ value }} as double), {{ 1.0 / n }}), 10) as decimal(28, 10))
{%- endmacro %}
