-- One row per enterprise and policy in force: the outcome, the amount, the clause that decides, in words.
-- grant_cny is what the policy would grant by its formula, before any budget; null: no money, or its measure not known.

select
    verdict.uscc,
    policy.policy,
    policy.edition,
    policy.meant_for,
    policy.certainty,
    verdict.outcome,
    granted.grant_cny,
    verdict.decided_by,
    verdict.decided_by_gap,
    verdict.decided_words_zh,
    verdict.decided_words_en,
    verdict.check_by_hand_zh,
    verdict.check_by_hand_en
from {{ ref('entry_verdict') }} as verdict
inner join {{ ref('policy_in_force') }} as policy on verdict.kind = 'policy' and verdict.name = policy.policy
left join {{ ref('policy_grant') }} as granted on verdict.uscc = granted.uscc and verdict.name = granted.policy
