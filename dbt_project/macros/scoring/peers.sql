{#- The division (大类, two digits) of an industry code of GB/T 4754, with or without the letter of its section. -#}
{% macro industry_division(code) -%}
case when {{ code }} >= 'A' then substr({{ code }}, 1, 3) else substr({{ code }}, 1, 2) end
{%- endmacro %}

{#- Whom a row of enterprise_stage is compared with; enterprises of no known industry or group are peers of each other. -#}
{% macro peer_key(peers, stage) -%}
case {{ peers }}
    when 'stage' then {{ stage }}.stage
    when 'industry' then coalesce({{ stage }}.industry, '')
    when 'stage_industry' then {{ stage }}.stage || ' ' || coalesce({{ stage }}.industry, '')
    when 'group' then coalesce({{ stage }}.peer_group, '')
    else ''
end
{%- endmacro %}
