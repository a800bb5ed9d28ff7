-- One row per enterprise and rung: the fewest missed clauses that part it from the rung's conditions.
-- A clause about the outcome of a scheme counts as many as that outcome misses; open ones are taken to turn out well.

with leaf as (
    select
        leaf.uscc,
        leaf.node_key,
        leaf.parent_key,
        leaf.depth,
        cast(coalesce(outcome.missed_count, 1 - leaf.high) as integer) as misses,
        cast(leaf.low as integer) as misses_against,
        leaf.node_key as miss_key,
        leaf.node_key as against_key
    from {{ ref('entry_leaf') }} as leaf
    inner join {{ ref('entry_clause') }} as clause on leaf.node_key = clause.node_key and clause.kind = 'rung'
    left join {{ ref('outcome') }} as outcome
        on leaf.uscc = outcome.uscc and {{ asked_outcome("clause", "outcome") }}
),

junction as (
    {{ climb('leaf', ref('entry_clause'), fewest_misses) }}
)

select
    junction.uscc,
    whole.name as entry,
    junction.misses as missed_count
from junction
inner join {{ ref('entry_clause') }} as whole on junction.node_key = whole.node_key and junction.depth = 1
