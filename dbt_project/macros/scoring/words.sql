{#- A number as a reader sees it: `places` decimals, rounded half up. -#}
{% macro said_number(number, places=2) -%}
    cast(cast(round({{ number }}, {{ places }}) as decimal(28, {{ places }})) as {{ dbt.type_string() }})
{%- endmacro %}

{#- A measure's value in the unit people use for it: 8.20%, 350.00 万元, 3. Null stays null. -#}
{% macro said_value(value, unit, language) -%}
{%- set ten_thousand_yuan = {"zh": " 万元", "en": " x10,000 yuan"}[language] -%}
case
    when {{ unit }} = 'ratio' then {{ said_number(value ~ " * 100") }} || '%'
    when {{ unit }} = 'cny' then {{ said_number(value ~ " * 0.0001") }} || '{{ ten_thousand_yuan }}'
    when {{ value }} = round({{ value }}, 0) then {{ said_number(value, 0) }}
    else {{ said_number(value) }}
end
{%- endmacro %}
