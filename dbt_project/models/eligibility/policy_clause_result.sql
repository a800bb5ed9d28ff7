-- One row per enterprise, policy and clause: met, missed or open (null), how far it is, in words.

with told as (
    {{ clause_results(ref('policy_leaf'), ref('policy_junction'), ref('policy_clause')) }}
)

select
    uscc,
    policy,
    edition,
    position,
    condition,
    depth,
    is_met,
    fact_low,
    fact_high,
    gap,
    certainty,
    title_zh,
    title_en,
    words_zh,
    words_en
from told
