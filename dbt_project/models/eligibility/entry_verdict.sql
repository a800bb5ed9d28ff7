-- One row per enterprise and policy, product or rung in force: whether it may have it, and the clause that decides.

with decided as (
    {{ decide(ref('entry_leaf'), ref('entry_junction'), ref('entry_clause')) }}
)

select
    decided.uscc,
    clause.kind,
    clause.name,
    clause.edition,
    decided.outcome,
    decided.decided_by,
    decided.decided_by_gap,
    decided.decided_words_zh,
    decided.decided_words_en,
    decided.check_by_hand_zh,
    decided.check_by_hand_en
from decided
inner join {{ ref('entry_clause') }} as clause on decided.rule_key = clause.node_key
