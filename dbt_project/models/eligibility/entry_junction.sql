-- One row per enterprise and clause made of clauses: whether it holds, and which clause decides.

with leaf as (
    select
        uscc,
        node_key,
        parent_key,
        depth,
        low,
        high,
        data_low,
        data_high,
        failed_by,
        open_by,
        held_by
    from {{ ref('entry_leaf') }}
),

junction as (
    {{ climb('leaf', ref('entry_clause'), put_together) }}
)

select * from junction
