{#-
One row per enterprise and rule: the outcome and the clause that decides it. `leaf` and `junction` have the columns
`put_together` gives, `nodes` is the table of clauses. See README.md for what the outcomes mean.
-#}
{% macro decide(leaf, junction, nodes) -%}
with rule as (
    select
        judged.*,
        case
            when judged.low = 1 then 'passes'
            when judged.high = 0 then 'cannot_pass'
            when judged.data_high = 0 then 'by_hand'
            else 'could_pass'
        end as outcome
    from (
        select uscc, node_key, depth, low, high, data_high, failed_by, open_by, held_by from {{ leaf }}
        union all
        select uscc, node_key, depth, low, high, data_high, failed_by, open_by, held_by from {{ junction }}
    ) as judged
    where judged.depth = 1
),

decided as (
    select
        uscc,
        node_key as rule_key,
        outcome,
        case outcome when 'passes' then held_by when 'could_pass' then open_by else failed_by end as decided_key,
        case outcome when 'by_hand' then open_by end as check_key
    from rule
),

told as (
    select
        decided.uscc,
        decided.rule_key,
        decided.outcome,
        clause.condition,
        clause.junction,
        clause.subject,
        clause.subject_name,
        clause.op,
        clause.threshold,
        clause.unit,
        clause.title_zh,
        clause.title_en,
        proof.title_zh as check_by_hand_zh,
        proof.title_en as check_by_hand_en,
        leaf.fact_low,
        leaf.fact_high,
        case when leaf.low = 1 then true when leaf.high = 0 then false end as is_met
    from decided
    left join {{ nodes }} as clause on decided.decided_key = clause.node_key
    left join {{ nodes }} as proof on decided.check_key = proof.node_key
    left join {{ leaf }} as leaf
        on decided.uscc = leaf.uscc and decided.decided_key = leaf.node_key
),

measured as (
    select
        *,
        {{ condition_gap() }} as gap
    from told
)

select
    uscc,
    rule_key,
    outcome,
    condition as decided_by,
    title_zh as decided_by_zh,
    title_en as decided_by_en,
    gap as decided_by_gap,
    {{ condition_words("zh") }} as decided_words_zh,
    {{ condition_words("en") }} as decided_words_en,
    check_by_hand_zh,
    check_by_hand_en
from measured
{%- endmacro %}

{#- One row per enterprise and clause: does it hold (null for open), how far is it, in words. -#}
{% macro clause_results(leaf, junction, nodes) -%}
with judged as (
    select uscc, node_key, fact_low, fact_high, low, high from {{ leaf }}
    union all
    select uscc, node_key, null as fact_low, null as fact_high, low, high from {{ junction }}
),

told as (
    select
        clause.*,
        judged.uscc,
        judged.fact_low,
        judged.fact_high,
        case when judged.low = 1 then true when judged.high = 0 then false end as is_met
    from judged
    inner join {{ nodes }} as clause on judged.node_key = clause.node_key
),

measured as (
    select
        *,
        {{ condition_gap() }} as gap
    from told
)

select
    *,
    {{ condition_words("zh") }} as words_zh,
    {{ condition_words("en") }} as words_en
from measured
{%- endmacro %}
