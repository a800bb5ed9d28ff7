{#-
How well points tell defaults, from whole numbers. m enterprises defaulted, n did not; a place is twice the number of the
others on the right side, equals counting once, so that places, squares and products stay whole until one last division.

    AUC     the share of pairs in which the one without default has more points, equals half (Mann-Whitney);
            its variance by DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988), computed as Sun and Xu (2014) do
    KS      the largest gap between the two distributions; within e(m) + e(n) with e(k) = sqrt(ln(80) / 2k):
            Massart, Annals of Probability 18 (1990), 97.5 % each side: wide, but it holds for any sample
    rate    Wilson's score interval, Journal of the American Statistical Association 22 (1927)
-#}
{% macro auc(places, m, n) -%} {{ whole_ratio(places, "(2 * " ~ m ~ " * " ~ n ~ ")", 10) }} {%- endmacro %}

{% macro auc_error(places, bad_squares, good_squares, m, n) -%}
    {{ root(placement_variance(places, bad_squares, m, n) ~ " + " ~ placement_variance(places, good_squares, n, m), 2) }}
{%- endmacro %}

{#- Variance of the mean of `own` placements, each among `others`. -#}
{% macro placement_variance(places, squares, own, others) -%}
    {{ whole_ratio(
        "(" ~ own ~ " * " ~ squares ~ " - " ~ places ~ " * " ~ places ~ ")",
        "(4 * " ~ own ~ " * " ~ own ~ " * (" ~ own ~ " - 1) * " ~ others ~ " * " ~ others ~ ")", 14) }}
{%- endmacro %}

{% macro ks_error(m, n) -%}
    ({{ root(whole_ratio(whole("21910133173", 0), "(" ~ m ~ " * " ~ whole("10000000000", 0) ~ ")", 10), 2) }}
    + {{ root(whole_ratio(whole("21910133173", 0), "(" ~ n ~ " * " ~ whole("10000000000", 0) ~ ")", 10), 2) }})
{%- endmacro %}

{#- The lower (-1) or upper (1) end for k of n; z = 1.96, so z^2 = 3.8416. -#}
{% macro wilson(k, n, side) -%}
    cast(greatest(0, least(1, {{ ratio(
        "cast(" ~ k ~ " as decimal(18, 0)) + 1.9208 + " ~ side ~ " * 1.96 * cast("
        ~ root(whole_ratio(k ~ " * (" ~ n ~ " - " ~ k ~ ")", n, 10) ~ " + 0.9604", 2) ~ " as decimal(18, 8))",
        "cast(" ~ n ~ " as decimal(18, 0)) + 3.8416", 4) }})) as decimal(5, 4))
{%- endmacro %}

{#- Are there enough outcomes of both kinds to say anything? -#}
{% macro are_enough(m, n) -%}
    ({{ m }} >= {{ var('outcome_backtest').least_defaults }} and {{ n }} >= {{ var('outcome_backtest').least_others }})
{%- endmacro %}

{#- A share or statistic with its error, kept within its bounds, to four places; null where there is none. -#}
{% macro bounded(value, low) -%}
    cast(case when {{ value }} is not null then greatest({{ low }}, least(1, round({{ value }}, 4))) end as decimal(6, 4))
{%- endmacro %}

{#- The tenth of the points an enterprise is in, equals together: 1 the lowest, 10 the highest. -#}
{% macro decile(below_count, all_count) -%}
    cast(1{% for k in range(1, 10) %} + case when {{ below_count }} * 10 >= {{ k }} * {{ all_count }} then 1 else 0 end
    {%- endfor %} as {{ dbt.type_string() }})
{%- endmacro %}
