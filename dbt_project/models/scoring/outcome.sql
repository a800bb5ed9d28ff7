-- One row per enterprise, scheme and rule: the outcome, the clause that decides it, and how far it is, in words.
-- passes: nothing still open can change it · could_pass: what data or experts have yet to say decides · by_hand: data
-- rule out every way but one that a person has to check · cannot_pass: ruled out, by missed_count clauses at least.
-- missed_gap and _words: of the clause in the way, where there is just one.

with decided as (
    {{ decide(ref('condition_leaf'), ref('condition_junction'), ref('rule_clause')) }}
),

distance as (
    {{ distances(ref('condition_leaf'), ref('rule_clause')) }}
),

missed as (
    {{ in_the_way('distance', ref('condition_leaf'), ref('rule_clause')) }}
)

select
    decided.uscc,
    clause.scheme,
    clause.rule,
    cast(row_number() over (partition by decided.uscc, clause.scheme order by decided.rule_key) as integer)
        as rule_position,
    decided.outcome,
    decided.decided_by,
    decided.decided_by_zh,
    decided.decided_by_en,
    decided.decided_by_gap,
    decided.decided_words_zh,
    decided.decided_words_en,
    decided.check_by_hand_zh,
    decided.check_by_hand_en,
    distance.misses as missed_count,
    missed.gap as missed_gap,
    missed.words_zh as missed_words_zh,
    missed.words_en as missed_words_en
from decided
inner join {{ ref('rule_clause') }} as clause on decided.rule_key = clause.node_key
inner join distance on decided.uscc = distance.uscc and decided.rule_key = distance.node_key
left join missed on decided.uscc = missed.uscc and decided.rule_key = missed.rule_key
