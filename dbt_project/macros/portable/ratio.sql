{#-
The one division of the project: numerator / denominator as decimal(28, scale), rounded half up (away from zero), null
when the denominator is null or zero. Operands are decimals with at most 4 places, below 10^18.

Why not `/`: DuckDB divides decimals as DOUBLE, so the last digits would depend on the processor; Spark rounds twice.
Here both operands become whole numbers and the quotient comes out of whole-number division: the same digits everywhere.
-#}
{% macro ratio(numerator, denominator, scale=10) -%}
    {{ whole_ratio(whole(numerator, 4), whole(denominator, 4), scale) }}
{%- endmacro %}

{#- A decimal as a whole number of its last place: whole(1.25, 2) = 125. The decimal must have at most `places` places. -#}
{% macro whole(number, places) -%}
    {{ return(adapter.dispatch('whole')(number, places)) }}
{%- endmacro %}

{% macro duckdb__whole(number, places) -%}
    cast(cast({{ number }} as decimal(28, {{ places }})) * {{ 10 ** places }} as hugeint)
{%- endmacro %}

{% macro default__whole(number, places) -%}
    cast(cast({{ number }} as decimal(28, {{ places }})) * {{ 10 ** places }} as decimal(38, 0))
{%- endmacro %}

{#-
The `ratio` of two whole numbers, for divisions whose operands are products with more places than `ratio` takes.
2 x top x 10^scale must stay below 10^38; beyond it the engine stops with an overflow, it never wraps around.
-#}
{% macro whole_ratio(top, bottom, scale=10) -%}
    {{ return(adapter.dispatch('whole_ratio')(top, bottom, scale)) }}
{%- endmacro %}

{% macro duckdb__whole_ratio(top, bottom, scale) -%}
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
{% macro default__whole_ratio(top, bottom, scale) -%}
{%- set doubled = "(abs(" ~ top ~ ") * " ~ 2 * 10 ** scale ~ " + abs(" ~ bottom ~ "))" -%}
{%- set divisor = "nullif(abs(" ~ bottom ~ ") * 2, 0)" -%}
cast(
    sign({{ top }}) * sign({{ bottom }})
    * cast(({{ doubled }} - {{ doubled }} % {{ divisor }}) / {{ divisor }} as decimal(27, 0))
    * cast({{ "'0." ~ '0' * (scale - 1) ~ "1'" }} as decimal({{ scale }}, {{ scale }}))
    as decimal(28, {{ scale }})
)
{%- endmacro %}
