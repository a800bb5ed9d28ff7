-- One row per enterprise and policy in force: the outcome, the amount, the clause that decides, in words.
-- grant_cny is what the policy would grant by its formula, before any budget; null: no money, or its measure not known.
-- A clause about a rule of a scheme says which of that rule's own clauses decides, so that a no names what is wrong.

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
    {%- for language, colon in [('zh', '：'), ('en', ': ')] %}
        coalesce(
            clause.title_{{ language }} || '{{ colon }}'
            || coalesce(outcome.missed_words_{{ language }}, outcome.decided_words_{{ language }}),
            verdict.decided_words_{{ language }}
        ) as decided_words_{{ language }},
    {%- endfor %}
    verdict.check_by_hand_zh,
    verdict.check_by_hand_en
from {{ ref('entry_verdict') }} as verdict
inner join {{ ref('policy_in_force') }} as policy on verdict.kind = 'policy' and verdict.name = policy.policy
left join {{ ref('entry_clause') }} as clause
    on verdict.kind = clause.kind and verdict.name = clause.name and verdict.decided_by = clause.condition
left join {{ ref('outcome') }} as outcome
    on
        verdict.uscc = outcome.uscc
        and outcome.outcome <> 'passes'
        and {{ asked_outcome("clause", "outcome") }}
left join {{ ref('policy_grant') }} as granted on verdict.uscc = granted.uscc and verdict.name = granted.policy
