-- One row per enterprise and policy it misses by exactly one clause: the clause, and how far it is, in words.
-- open_count: facts of the policy not known yet, which are taken to turn out well.

with opened as (
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
    told.gap,
    told.words_zh,
    told.words_en,
    opened.open_count,
    eligible.grant_cny
from {{ ref('policy_eligibility') }} as eligible
inner join {{ ref('entry_clause') }} as whole
    on eligible.policy = whole.name and whole.kind = 'policy' and whole.depth = 1
inner join {{ ref('entry_distance') }} as distance
    on eligible.uscc = distance.uscc and whole.node_key = distance.node_key
inner join {{ ref('entry_clause') }} as missed on distance.miss_key = missed.node_key
inner join {{ ref('entry_clause_result') }} as told
    on
        eligible.uscc = told.uscc
        and told.kind = 'policy'
        and missed.name = told.name
        and missed.position = told.position
inner join opened on eligible.uscc = opened.uscc and eligible.policy = opened.policy
where eligible.outcome = 'cannot_pass' and distance.misses = 1
