-- One row per sheet and group, the total among them: its points, put together from the deepest level up.
-- Null when everything below was dropped. A bonus or a deduction stands beside the total and is no part of it here.
-- noqa: disable=LT02

with node as (
    select
        node.node,
        node.depth,
        node.role,
        node.take,
        cast(node.max_points as decimal(18, 14)) as max_points,
        weighed.stage_position,
        max(weighed.weight_all) as weight_all
    from {{ source('registry', 'scheme_node') }} as node
    inner join {{ ref('node_weight') }} as weighed on node.node = weighed.parent
    group by node.node, node.depth, node.role, node.take, node.max_points, weighed.stage_position
),

{% for depth in range(5, -1, -1) -%}
piece_{{ depth }} as (
    select leaf_sum.* exclude (known_count, applicable_count)
    from {{ ref('leaf_sum') }} as leaf_sum
    inner join node
        on
            leaf_sum.node = node.node
            and leaf_sum.stage_position = node.stage_position
            and node.depth = {{ depth }}
    {%- if depth < 5 %}
    union all
    select {{ pieces("child", "weighed") }}
    from group_{{ depth + 1 }} as child
    inner join {{ ref('node_weight') }} as weighed
        on
            child.node = weighed.node
            and child.stage_position = weighed.stage_position
            and ({{ depth }} > 0 or weighed.role = 'base')
    group by child.sheet, weighed.parent, child.stage_position
    {%- endif %}
),

gathered_{{ depth }} as (
    select {{ pieces_of_pieces() }}
    from piece_{{ depth }}
    group by sheet, node, stage_position
),

group_{{ depth }} {{ as_stored() }} (
    select
        *,
        {{ rate() }} as rate
    from (
        select
            gathered.*,
            node.* exclude (node, stage_position),
            cast({{ together("low") }} as decimal(18, 14)) as points_low,
            cast({{ together("high") }} as decimal(18, 14)) as points_high
        from gathered_{{ depth }} as gathered
        inner join node
            on
                gathered.node = node.node
                and gathered.stage_position = node.stage_position
    ) as valued
){{ "," if depth > 0 }}

{% endfor %}
{%- for depth in range(6) %}
{{ "union all" if depth > 0 }}
select sheet, node, stage_position, depth, take, role, leader, points_low, points_high, rate from group_{{ depth }}
{%- endfor %}
