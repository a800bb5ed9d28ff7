-- One row per sheet and group that takes part in the score: what a point of its sum is worth there, from the top down.
-- A group under a `best` that another one won is worth nothing and has no row.
-- noqa: disable=LT02

with worth_0 as (
    select sheet, node, stage_position, take, leader, rate as worth
    from {{ ref('node_points') }}
    where depth = 0 and points_low is not null
),

{% for depth in range(1, 6) -%}
worth_{{ depth }} {{ as_stored() }} (
    select
        child.sheet,
        child.node,
        child.stage_position,
        child.take,
        child.leader,
        {%- if depth == 1 %}
        child.rate * case child.role
            when 'bonus' then 1
            when 'deduction' then total.deduction_rate
            else parent.worth * weighed.factor_double
        end as worth
        {%- else %}
        child.rate * parent.worth * weighed.factor_double as worth
        {%- endif %}
    from {{ ref('node_points') }} as child
    inner join {{ ref('node_weight') }} as weighed
        on
            child.node = weighed.node
            and child.stage_position = weighed.stage_position
    inner join worth_{{ depth - 1 }} as parent
        on
            child.sheet = parent.sheet
            and weighed.parent = parent.node
    {%- if depth == 1 %}
    inner join {{ ref('total_points') }} as total on child.sheet = total.sheet
    {%- endif %}
    where
        child.depth = {{ depth }}
        and child.points_low is not null
        and (parent.take <> 'best' or child.node = parent.leader{{ " or child.role <> 'base'" if depth == 1 }})
){{ "," if depth < 5 }}

{% endfor %}
{%- for depth in range(6) %}
{{ "union all" if depth > 0 }}
select sheet, node, take, leader, coalesce(worth, 0) as worth from worth_{{ depth }}
{%- endfor %}
