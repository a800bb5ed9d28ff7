-- One row per enterprise to be told of a policy it passes (免申即享): what it gets and where the amount comes from.
-- Policies for individuals are not pushed: their persons are known to the office that sent them, and to nobody here.

select
    eligible.policy,
    eligible.edition,
    policy.title_zh,
    policy.title_en,
    policy.issuer,
    policy.reference,
    policy.certainty,
    policy.grant_certainty,
    eligible.uscc,
    profile.enterprise_name,
    eligible.grant_cny,
    budget.paid_cny,
    budget.place,
    budget.share,
    coalesce(eligible.decided_words_zh, '各项条件均满足') as decided_words_zh,
    coalesce(eligible.decided_words_en, 'every condition holds') as decided_words_en
from {{ ref('policy_eligibility') }} as eligible
inner join {{ ref('policy_in_force') }} as policy on eligible.policy = policy.policy
inner join {{ ref('enterprise_profile') }} as profile on eligible.uscc = profile.uscc
left join {{ ref('policy_budget') }} as budget
    on eligible.uscc = budget.uscc and eligible.policy = budget.policy
where eligible.outcome = 'passes' and eligible.meant_for = 'enterprises'
