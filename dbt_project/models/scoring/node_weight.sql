-- One row per node of a scheme in force and stage: its weight in its parent, and what a point of it is worth there.
-- weight_all is what the children of the parent weigh together: dropped weight is spread over those present.

select
    weighed.node,
    node.parent,
    weighed.stage_position,
    parent.depth,
    parent.take,
    node.role,
    weighed.weight,
    weighed.factor,
    cast(weighed.factor as double) as factor_double,
    cast(weighed.weight as double) as weight_double,
    sum(weighed.weight) over (partition by node.parent, weighed.stage_position) as weight_all
from {{ source('registry', 'scheme_weight') }} as weighed
inner join {{ source('registry', 'scheme_node') }} as node on weighed.node = node.node
inner join {{ source('registry', 'scheme_node') }} as parent on node.parent = parent.node
inner join {{ ref('scheme_in_force') }} as scheme
    on
        weighed.scheme = scheme.scheme
        and weighed.edition = scheme.edition
