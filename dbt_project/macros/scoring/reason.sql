{#- 研发费用占营业收入比例（8.20%）得 8.00 分，比成长期企业中位数高 2.00 分 -#}
{% macro reason_zh() -%}
indicator.title_zh
    || '（' || coalesce({{ said_value("placed.value", "measure.unit", "zh") }}, '无数据，按办法计 0 分') || '）'
    || case when placed.contribution < 0 then '扣 ' else '得 ' end || {{ said_number("abs(placed.contribution)") }} || ' 分，比'
    || stage.stage_zh || '企业中位数' || case placed.direction when 'gain' then '高 ' else '低 ' end
    || {{ said_number("abs(placed.difference)") }} || ' 分'
{%- endmacro %}

{#- R&D intensity (8.20%): 8.00 points, 2.00 above the median of growth-stage peers -#}
{% macro reason_en() -%}
indicator.title_en
    || ' (' || coalesce({{ said_value("placed.value", "measure.unit", "en") }}, 'no data, 0 by the rule') || '): '
    || {{ said_number("placed.contribution") }} || ' points, ' || {{ said_number("abs(placed.difference)") }}
    || case placed.direction when 'gain' then ' above' else ' below' end
    || ' the median of ' || stage.stage_en || '-stage peers'
{%- endmacro %}
