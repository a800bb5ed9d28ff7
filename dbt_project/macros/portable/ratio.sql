{#-
The one division of the project: numerator / denominator as decimal(28, scale), rounded half up (away from zero), null
when the denominator is null or zero. Operands are decimals with at most 4 places, below 10^18.

Why not `/`: DuckDB divides decimals as DOUBLE, so the last digits would depend on the processor; Spark rounds twice.
Here both operands become whole numbers and the quotient comes out of whole-number division: the same digits everywhere.
-#}
{% macro ratio(numerator, denominator, scale=10) -%}
    {{ return(adapter.dispatch('ratio')(numerator, denominator, scale)) }}
{%- endmacro %}

{% macro duckdb__ratio(numerator, denominator, scale) -%}
{%- set top = "cast(cast(" ~ numerator ~ " as decimal(28, 4)) * 10000 as hugeint)" -%}
{%- set bottom = "cast(cast(" ~ denominator ~ " as decimal(28, 4)) * 10000 as hugeint)" -%}
cast(
    cast(
        sign({{ top }}) * sign({{ bottom }})
        * ((2 * abs({{ top }}) * {{ 10 ** scale }} + abs({{ bottom }})) // nullif(2 * abs({{ bottom }}), 0))
        as decimal(28, 0)
    ) * cast({{ "'0." ~ '0' * (scale - 1) ~ "1'" }} as decimal({{ scale }}, {{ scale }}))
    as decimal(28, {{ scale }})
)
{%- endmacro %}

{#- Engines whose decimal division is exact when the quotient is whole: take the remainder off first. -#}
{% macro default__ratio(numerator, denominator, scale) -%}
{%- set top = "cast(cast(" ~ numerator ~ " as decimal(22, 4)) * 10000 as decimal(22, 0))" -%}
{%- set bottom = "cast(cast(" ~ denominator ~ " as decimal(22, 4)) * 10000 as decimal(22, 0))" -%}
{%- set doubled = "(abs(" ~ top ~ ") * " ~ 2 * 10 ** scale ~ " + abs(" ~ bottom ~ "))" -%}
{%- set divisor = "nullif(abs(" ~ bottom ~ ") * 2, 0)" -%}
cast(
    sign({{ top }}) * sign({{ bottom }})
    * cast(({{ doubled }} - {{ doubled }} % {{ divisor }}) / {{ divisor }} as decimal(27, 0))
    * cast({{ "'0." ~ '0' * (scale - 1) ~ "1'" }} as decimal({{ scale }}, {{ scale }}))
    as decimal(28, {{ scale }})
)
{%- endmacro %}
