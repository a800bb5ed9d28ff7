-- One row per enterprise, scheme and rule: the outcome, the clause that decides it, and how far it is, in words.
-- passes: nothing still open can change it · could_pass: what data or experts have yet to say decides · by_hand: data
-- rule out every way but one that a person has to check · cannot_pass: ruled out.

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
        select uscc, node_key, depth, low, high, data_high, failed_by, open_by, held_by
        from {{ ref('condition_leaf') }}
        union all
        select uscc, node_key, depth, low, high, data_high, failed_by, open_by, held_by
        from {{ ref('condition_junction') }}
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
        whole.scheme,
        whole.rule,
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
    inner join {{ ref('rule_clause') }} as whole on decided.rule_key = whole.node_key
    left join {{ ref('rule_clause') }} as clause on decided.decided_key = clause.node_key
    left join {{ ref('rule_clause') }} as proof on decided.check_key = proof.node_key
    left join {{ ref('condition_leaf') }} as leaf
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
    scheme,
    rule,
    cast(row_number() over (partition by uscc, scheme order by rule_key) as integer) as rule_position,
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
