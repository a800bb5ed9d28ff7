-- One row per enterprise and clause made of clauses: whether it holds, and which clause decides; the deepest first.

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
    from {{ ref('condition_leaf') }}
),

depth_5 as (
    select *
    from leaf
    where depth = 5
),

above_5 as (
    {{ put_together('depth_5', ref('rule_clause')) }}
),

depth_4 as (
    select *
    from leaf
    where depth = 4
    union all
    select *
    from above_5
),

above_4 as (
    {{ put_together('depth_4', ref('rule_clause')) }}
),

depth_3 as (
    select *
    from leaf
    where depth = 3
    union all
    select *
    from above_4
),

above_3 as (
    {{ put_together('depth_3', ref('rule_clause')) }}
),

depth_2 as (
    select *
    from leaf
    where depth = 2
    union all
    select *
    from above_3
),

above_2 as (
    {{ put_together('depth_2', ref('rule_clause')) }}
)

select * from above_5
union all
select * from above_4
union all
select * from above_3
union all
select * from above_2
