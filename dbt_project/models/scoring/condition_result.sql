-- One row per enterprise, scheme, rule and clause: does it hold (null for open), how far is it, in words.

with told as (
    {{ clause_results(ref('condition_leaf'), ref('condition_junction'), ref('rule_clause')) }}
)

select
    uscc,
    node_key,
    scheme,
    rule,
    condition,
    depth,
    is_met,
    fact_low,
    fact_high,
    gap,
    title_zh,
    title_en,
    words_zh,
    words_en
from told
