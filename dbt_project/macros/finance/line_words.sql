{#- What decides the band: 积分 71.00 分 · 名次 50/1109 · 有效发明专利数 6. Null where it is not known. -#}
{% macro line_standing(language) -%}
{%- set words = {"zh": ["积分 ", " 分", "名次 "], "en": ["points ", "", "rank "]}[language] -%}
case by_subject
    when 'score' then '{{ words[0] }}' || {{ said_number("standing") }} || '{{ words[1] }}'
    when 'rank' then '{{ words[2] }}' || cast(score_rank as {{ dbt.type_string() }}) || '/'
        || cast(scored_count as {{ dbt.type_string() }})
    else by_title_{{ language }} || ' ' || {{ said_value("standing", "by_unit", language) }}
end
{%- endmacro %}

{#- The bound of its band, as the file has it: 71.00 分 · 前 5.00% · 6. -#}
{% macro line_bound(language) -%}
{%- set words = {"zh": ["达到 ", " 分一档", "在前 ", " 之内", " 一档"], "en": ["from ", "", "among the best ", "", ""]}[language] -%}
case by_subject
    when 'score' then '{{ words[0] }}' || {{ said_number("band_bound") }} || '{{ words[1] }}'
    when 'rank' then '{{ words[2] }}' || {{ said_number("band_bound * 100") }} || '%{{ words[3] }}'
    else '{{ words[0] }}' || {{ said_value("band_bound", "by_unit", language) }} || '{{ words[4] }}'
end
{%- endmacro %}

{#-
The way to the amount, step by step; null where there is no line or it is not known.
营业收入 2500.00 万元 × 40.00% = 1000.00 万元；不超过 500.00 万元；额度 500.00 万元
-#}
{% macro line_working(language) -%}
{%- set words = {
    "zh": ["固定额度 ", "：", "本行预授信 ", "，不在上浮之列", "，上浮 ", "；不低于 ", "；不超过 ", "（", " 的 ", "）", "；向下取整到 ", "的倍数", "；额度 "],
    "en": ["a fixed line of ", ": ", "the bank has pre-approved ", ", no uplift", ", raised by ", "; at least ", "; at most ", " (", ": ", ")",
           "; down to a multiple of ", "", "; line "],
}[language] -%}
case when verdict <> 'cannot' and amount_cny is not null then
    case method
        when 'fixed' then '{{ words[0] }}' || {{ said_value("base_cny", "'cny'", language) }}
        when 'share' then share_title_{{ language }} || ' ' || {{ said_value("share_base_cny", "'cny'", language) }} || ' × '
            || {{ said_value("share_ratio", "'ratio'", language) }} || ' = ' || {{ said_value("base_cny", "'cny'", language) }}
        when 'bands' then {{ line_standing(language) }} || '{{ "，" if language == "zh" else ", " }}'
            || {{ line_bound(language) }} || '{{ words[1] }}' || {{ said_value("base_cny", "'cny'", language) }}
        else '{{ words[2] }}' || {{ said_value("base_cny", "'cny'", language) }} || '{{ "；" if language == "zh" else "; " }}'
            || {{ line_standing(language) }}
            || case when uplift_ratio = 0 then '{{ words[3] }}'
                else '{{ "，" if language == "zh" else ", " }}' || {{ line_bound(language) }}
                    || '{{ words[4] }}' || {{ said_value("uplift_ratio", "'ratio'", language) }} || ' = ' || {{ said_value("full_cny", "'cny'", language) }} end
    end
    || case when full_cny < floor_cny then '{{ words[5] }}' || {{ said_value("floor_cny", "'cny'", language) }} else '' end
    || case when greatest(full_cny, floor_cny) > limit_cny
        then '{{ words[6] }}' || {{ said_value("limit_cny", "'cny'", language) }}
            || case when limit_measure is not null and (cap_cny is null or limit_cny < cap_cny)
                then '{{ words[7] }}' || limit_title_{{ language }} || '{{ words[8] }}' || {{ said_value("limit_ratio", "'ratio'", language) }}
                    || '{{ words[9] }}' else '' end
        else '' end
    || case when within_cny <> amount_cny
        then '{{ words[10] }}' || {{ said_value("round_down_cny", "'cny'", language) }} || '{{ words[11] }}' else '' end
    || '{{ words[12] }}' || {{ said_value("amount_cny", "'cny'", language) }}
end
{%- endmacro %}

{#- Why not, or why not yet: the clause that decides, the band it does not reach, or what is not known; null for who qualifies. -#}
{% macro line_reason(language) -%}
{%- set words = {
    "zh": ["，不足最低一档", "额度不足取整单位", "没有数据：", "积分或名次", "本行预授信额度", "；另须人工核验："],
    "en": [", below the lowest band", "the line is below the unit it is rounded to", "no data: ", "score or rank",
           "a line the bank has pre-approved", "; also to be checked by hand: "],
}[language] -%}
case
    when verdict = 'qualifies' then null
    when outcome <> 'cannot_pass' and amount_cny = 0 then case
        when method = 'bands' and base_cny = 0 then {{ line_standing(language) }} || '{{ words[0] }}'
        else '{{ words[1] }}'
    end
    when outcome <> 'passes' then decided_words_{{ language }} || case
        when substr(decided_words_{{ language }}, 1, length(check_by_hand_{{ language }})) <> check_by_hand_{{ language }}
            then '{{ words[5] }}' || check_by_hand_{{ language }} else ''
    end
    when method = 'uplift' and own_cny is null then '{{ words[2] }}{{ words[4] }}'
    when by_subject in ('score', 'rank') and standing is null then '{{ words[2] }}{{ words[3] }}'
    else '{{ words[2] }}' || coalesce(
        case when by_subject = 'measure' and standing is null then by_title_{{ language }} end,
        case when method = 'share' and share_base_cny is null then share_title_{{ language }} end,
        limit_title_{{ language }}
    )
end
{%- endmacro %}
