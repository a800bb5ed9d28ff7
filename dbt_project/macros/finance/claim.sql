{#- What is left of a claim when the balance in default fell to `lowest`: in proportion, rounded half up to the cent. -#}
{% macro net_loss(claim, lowest, default_balance) -%}
    case when {{ default_balance }} > 0
        then {{ whole_ratio(
            whole(claim, 2) ~ " * " ~ whole(lowest, 2),
            "(" ~ whole(default_balance, 2) ~ " * 100)", 2) }}
        else 0 end
{%- endmacro %}

{#- A party's share of a loss, never more than its share: the fractions of a cent are left to the bank, whose loan it is. -#}
{% macro cents_of(loss, share) -%}
    cast(cast(floor(cast({{ loss }} as decimal(18, 2)) * {{ share }} * 100) as decimal(18, 0)) * 0.01 as decimal(18, 2))
{%- endmacro %}

{#- A day of the year after: year_after(2025-07-01, '03-28') = 2026-03-28. -#}
{% macro year_after(day, month_day) -%}
    cast(cast(year({{ day }}) + 1 as {{ dbt.type_string() }}) || '-' || {{ month_day }} as date)
{%- endmacro %}

{#- Interest by the accumulated-balance method (积数计息法): balance-days x yearly rate x share / days of the year, to the cent. -#}
{% macro subsidised(balance_days, rate, share, day_count) -%}
    {{ whole_ratio(
        whole(balance_days, 2) ~ " * " ~ whole(rate, 8) ~ " * " ~ whole(share, 4),
        "(" ~ whole(day_count, 0) ~ " * " ~ whole("100000000000000", 0) ~ ")", 2) }}
{%- endmacro %}
