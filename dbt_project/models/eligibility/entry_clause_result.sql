-- One row per enterprise and clause of a policy, product or rung: met, missed or open (null), how far it is, in words.

with told as (
    {{ clause_results(ref('entry_leaf'), ref('entry_junction'), ref('entry_clause')) }}
)

select
    uscc,
    kind,
    name,
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
