-- One row per enterprise and policy in force: the outcome, the amount, the clause that decides, in words.
-- grant_cny is what the policy would grant by its formula, before any budget; null: no money, or its measure not known.

with decided as (
    {{ decide(ref('policy_leaf'), ref('policy_junction'), ref('policy_clause')) }}
)

select
    decided.uscc,
    policy.policy,
    policy.edition,
    policy.meant_for,
    policy.certainty,
    decided.outcome,
    granted.grant_cny,
    decided.decided_by,
    decided.decided_by_gap,
    decided.decided_words_zh,
    decided.decided_words_en,
    decided.check_by_hand_zh,
    decided.check_by_hand_en
from decided
inner join {{ ref('policy_clause') }} as clause on decided.rule_key = clause.node_key
inner join {{ ref('policy_in_force') }} as policy on clause.policy = policy.policy
left join {{ ref('policy_grant') }} as granted
    on decided.uscc = granted.uscc and clause.policy = granted.policy
