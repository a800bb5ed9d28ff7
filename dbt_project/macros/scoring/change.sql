{#- 研发费用占营业收入比例 +2.00 分; null for a move too small to be seen at two places. -#}
{% macro moved_zh(title, delta) -%}
case when round({{ delta }}, 2) <> 0 then
    {{ title }} || case when {{ delta }} > 0 then ' +' else ' -' end || {{ said_number("abs(" ~ delta ~ ")") }} || ' 分'
end
{%- endmacro %}

{#- The cause of a change, in words for the zone office. -#}
{% macro cause_zh(cause) -%}
case {{ cause }}
    when 'frozen' then '异议期间冻结，沿用已公布的分数'
    when 'first' then '首次评分'
    when 'unscored' then '上期、本期数据均不足，未评分'
    when 'score_lost' then '本期数据不足，未评分'
    when 'score_gained' then '上期数据不足，本期恢复评分'
    when 'scheme' then '指标体系换版'
    when 'stage' then '企业阶段变化'
    when 'data_lost' then '数据缺失'
    when 'data_gained' then '数据补齐'
    when 'value' then '指标数值变化'
    when 'peers' then '同类企业变化，相对位置随之变动'
    when 'rescaled' then '其余指标有无数据，权重随之调整'
    when 'none' then '无变化'
end
{%- endmacro %}
