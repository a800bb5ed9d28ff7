-- One row per enterprise and clause of a policy made of clauses: whether it holds, and which clause decides.

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
    from {{ ref('policy_leaf') }}
),

junction as (
    {{ climb('leaf', ref('policy_clause'), put_together) }}
)

select * from junction
