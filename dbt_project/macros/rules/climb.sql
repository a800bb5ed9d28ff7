{#-
From the clauses that hold no other up to the rules: `step` (a macro of below and nodes) puts every junction of one
depth together from the clauses just below it. `leaf` is a relation with depth and parent_key; rules are depth 1 and at
most five deep. The rows are those of the junctions.
-#}
{% macro climb(leaf, nodes, step) -%}
with depth_5 as (
    select * from {{ leaf }} where depth = 5
),

above_5 as (
    {{ step('depth_5', nodes) }}
),
{% for depth in [4, 3, 2] %}
depth_{{ depth }} as (
    select * from {{ leaf }} where depth = {{ depth }}
    union all
    select * from above_{{ depth + 1 }}
),

above_{{ depth }} as (
    {{ step('depth_' ~ depth, nodes) }}
){{ "," if not loop.last }}
{% endfor %}
select * from above_5
union all
select * from above_4
union all
select * from above_3
union all
select * from above_2
{%- endmacro %}

{#-
The columns `put_together` needs of a clause that holds no other: `is_met` is its three-valued answer, `by_hand` whether
only a person can give it, `ruled_out` whether data say no and a person may still say yes. low 1 = holds, high 0 = fails,
between them = open.
-#}
{% macro leaf_truth(is_met, by_hand, node_key, ruled_out='false') -%}
    cast(case when {{ is_met }} then 1 else 0 end as tinyint) as low,
    cast(case when not {{ is_met }} then 0 else 1 end as tinyint) as high,
    cast(case when {{ by_hand }} then null when {{ is_met }} then 1 else 0 end as tinyint) as data_low,
    cast(case
        when {{ by_hand }} then null when not {{ is_met }} or {{ ruled_out }} then 0 else 1
    end as tinyint) as data_high,
    {{ node_key }} as failed_by,
    {{ node_key }} as open_by,
    cast(null as integer) as held_by
{%- endmacro %}
