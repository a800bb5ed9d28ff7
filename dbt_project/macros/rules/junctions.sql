{#-
One row per enterprise and clause made of clauses: whether it holds, and which clause decides. `leaves` is a model of the
clauses that hold no other, made with `leaf_truth`; `nodes` the model of all clauses.
-#}
{% macro junctions(leaves, nodes) -%}
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
    from {{ leaves }}
),

junction as (
    {{ climb('leaf', nodes, put_together) }}
)

select * from junction
{%- endmacro %}
