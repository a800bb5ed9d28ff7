-- One row per enterprise and rule of a scheme: the fewest missed clauses that part it from holding, open ones taken to
-- turn out well.

with distance as (
    {{ distances(ref('condition_leaf'), ref('rule_clause')) }}
)

select
    uscc,
    node_key as rule_key,
    misses as missed_count
from distance
where depth = 1
