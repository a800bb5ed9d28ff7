-- One row per enterprise and rung: the fewest missed clauses that part it from the rung's conditions.

select
    distance.uscc,
    whole.name as entry,
    distance.misses as missed_count
from {{ ref('entry_distance') }} as distance
inner join {{ ref('entry_clause') }} as whole
    on distance.node_key = whole.node_key and whole.kind = 'rung' and whole.depth = 1
