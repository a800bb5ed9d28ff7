-- One row per enterprise and policy it misses by exactly one clause: the clause, and how far it is, in words.
-- A clause about a rule of a scheme is missed by one where that rule is; its words then name the rule's own clause.
-- open_count: facts of the policy not known yet, which are taken to turn out well.

with missed as (
    {{ in_the_way(ref('entry_distance'), ref('entry_leaf'), ref('entry_clause')) }}
),

opened as (
    select
        leaf.uscc,
        clause.name as policy,
        cast(count(case when leaf.low <> leaf.high then 1 end) as integer) as open_count
    from {{ ref('entry_leaf') }} as leaf
    inner join {{ ref('entry_clause') }} as clause on leaf.node_key = clause.node_key and clause.kind = 'policy'
    group by leaf.uscc, clause.name
)

select
    eligible.uscc,
    eligible.policy,
    missed.condition,
    coalesce(outcome.missed_gap, missed.gap) as gap,
    coalesce(missed.title_zh || '：' || outcome.missed_words_zh, missed.words_zh) as words_zh,
    coalesce(missed.title_en || ': ' || outcome.missed_words_en, missed.words_en) as words_en,
    opened.open_count,
    eligible.grant_cny
from {{ ref('policy_eligibility') }} as eligible
inner join {{ ref('entry_clause') }} as whole
    on eligible.policy = whole.name and whole.kind = 'policy' and whole.depth = 1
inner join missed on eligible.uscc = missed.uscc and whole.node_key = missed.rule_key
left join {{ ref('outcome') }} as outcome
    on eligible.uscc = outcome.uscc and {{ asked_outcome("missed", "outcome") }}
inner join opened on eligible.uscc = opened.uscc and eligible.policy = opened.policy
where eligible.outcome = 'cannot_pass'
