-- One row per enterprise and clause: how many missed clauses part it from holding, and from failing.
-- What is open counts as if it turned out well. `miss_key` is the one clause in the way where there is just one.

with leaf as (
    select
        uscc,
        node_key,
        parent_key,
        depth,
        cast(1 - high as integer) as misses,
        cast(low as integer) as misses_against,
        node_key as miss_key,
        node_key as against_key
    from {{ ref('entry_leaf') }}
),

junction as (
    {{ climb('leaf', ref('entry_clause'), fewest_misses) }}
)

select
    uscc,
    node_key,
    parent_key,
    depth,
    misses,
    misses_against,
    miss_key,
    against_key
from leaf
union all
select
    uscc,
    node_key,
    parent_key,
    depth,
    misses,
    misses_against,
    miss_key,
    against_key
from junction
