{#-
One step up a tree of clauses (for `climb`): in words, what keeps a junction from holding, open facts included. All of
them: whatever is lacking; any of them: every way, joined by "or"; none of them: what must not be. Parts of parts stand
in brackets. Columns of `below`: low, high, and words_zh, words_en of each clause.
-#}
{% macro lacking(below, nodes) -%}
    select
        uscc,
        node_key,
        any_value(parent_key) as parent_key,
        any_value(depth) as depth,
        cast(case any_value(junction)
            when 'all_of' then min(low) when 'any_of' then max(low) else 1 - max(high)
        end as tinyint) as low,
        cast(case any_value(junction)
            when 'all_of' then min(high) when 'any_of' then max(high) else 1 - max(low)
        end as tinyint) as high,
        {%- for language, words in {"zh": ["；", " 或 ", "；", "不得有：", "（", "）"],
            "en": ["; ", " or ", "; ", "must not be: ", "(", ")"]}.items() %}
        case when any_value(depth) > 1 and count(part) > 1 then '{{ words[4] }}' else '' end
            || case any_value(junction)
                {%- for junction in ["all_of", "any_of", "none_of"] %}
                when '{{ junction }}' then {{ "'" ~ words[3] ~ "' || " if junction == "none_of" }}
                    {{- joined_text("case when part = 1 then words_" ~ language ~ " end", words[loop.index0], "part_key") }}
                {%- endfor %}
            end
            || case when any_value(depth) > 1 and count(part) > 1 then '{{ words[5] }}' else '' end
            as words_{{ language }}{{ "," if not loop.last }}
        {%- endfor %}
    from (
        select
            below.uscc,
            below.node_key as part_key,
            node.node_key,
            node.parent_key,
            node.depth,
            node.junction,
            below.low,
            below.high,
            below.words_zh,
            below.words_en,
            case when case node.junction when 'none_of' then below.high = 1 else below.low = 0 end then 1 end as part
        from {{ below }} as below
        inner join {{ nodes }} as node on below.parent_key = node.node_key
    ) as joined
    group by uscc, node_key
{%- endmacro %}
