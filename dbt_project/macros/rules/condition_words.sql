{#- A number as a clause speaks of it: 54.00 分, 3.20%, 800.00 万元, 3; yes or no for a flag. -#}
{% macro said_fact(value, unit, language) -%}
{%- set words = {"zh": ["是", "否", " 分"], "en": ["yes", "no", " points"]}[language] -%}
case {{ unit }}
    when 'flag' then case when {{ value }} >= 1 then '{{ words[0] }}' else '{{ words[1] }}' end
    when 'points' then {{ said_number(value) }} || '{{ words[2] }}'
    else {{ said_value(value, unit, language) }}
end
{%- endmacro %}

{#- How far: 差 6.00 分, 差 1.20 个百分点, 超出 30.00 万元; null where nothing lies between. -#}
{% macro said_gap(language) -%}
{%- set words = {
    "zh": ["差 ", "超出 ", " 个百分点", "须低于此数", "须高于此数"],
    "en": ["short by ", "over by ", " percentage points", "must be below it", "must be above it"],
}[language] -%}
case
    when gap is null then null
    when gap = 0 and op = '<' then '{{ words[3] }}'
    when gap = 0 then '{{ words[4] }}'
    else case when op in ('<', '<=') then '{{ words[1] }}' else '{{ words[0] }}' end
        || case unit when 'ratio' then {{ said_number("gap * 100") }} || '{{ words[2] }}'
            else {{ said_fact("gap", "unit", language) }} end
end
{%- endmacro %}

{#-
What a clause says of an enterprise: its title, what is known, what is missing.
年销售收入不超过 2 亿元：现 23000.00 万元，超出 3000.00 万元   ·   得分高于 70：现 46.00 分至 88.00 分，差 25.00 分待定
Columns: title_zh, title_en, junction, subject, subject_name, op, unit, fact_low, fact_high, gap, is_met.
-#}
{% macro condition_words(language) -%}
{%- set words = {
    "zh": ["：现 ", " 至 ", "，", "待定", "：没有数据", "：须人工核验（", "）", "：尚未定"],
    "en": [": now ", " to ", ", ", " still open", ": no data", ": to be checked by hand (", ")", ": still open"],
}[language] -%}
title_{{ language }} || case
    when junction is not null then ''
    when subject = 'by_hand' then '{{ words[5] }}' || subject_name || '{{ words[6] }}'
    when fact_low is null then '{{ words[4] }}'
    when unit = 'flag' and fact_low <> fact_high then '{{ words[7] }}'
    else '{{ words[0] }}' || {{ said_fact("fact_low", "unit", language) }}
        || case when fact_high <> fact_low
            then '{{ words[1] }}' || {{ said_fact("fact_high", "unit", language) }} else '' end
        || coalesce('{{ words[2] }}' || {{ said_gap(language) }}
            || case when is_met is null then '{{ words[3] }}' else '' end, '')
end
{%- endmacro %}

{#- The distance from what is known to the threshold: what still fails, or, of a range, what is still open. -#}
{% macro condition_gap() -%}
case
    when is_met or unit in ('flag', 'level') then null
    when op in ('>', '>=') then threshold - case when is_met is null then fact_low else fact_high end
    when op in ('<', '<=') then case when is_met is null then fact_high else fact_low end - threshold
end
{%- endmacro %}
