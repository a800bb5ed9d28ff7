-- One row per sheet and indicator: its part of the score, before what rounding leaves over is put anywhere.
-- An indicator's part is its points times what a point is worth along the way to the total; null for one not taken.

select
    leaf.sheet,
    leaf.node,
    weighed.parent,
    leaf.stage_position,
    leaf.value,
    leaf.state_code,
    leaf.policy_code,
    leaf.points_low,
    leaf.points_high,
    worth.worth is not null and leaf.points_low is not null and (worth.take <> 'best' or leaf.node = worth.leader)
        as is_taken,
    cast(round(case
        when worth.take <> 'best' or leaf.node = worth.leader
            then cast(leaf.points_low as double) * weighed.factor_double * worth.worth
    end, 10) as decimal(18, 10)) as share
from {{ ref('leaf_points') }} as leaf
inner join {{ ref('node_weight') }} as weighed
    on
        leaf.node = weighed.node
        and leaf.stage_position = weighed.stage_position
left join {{ ref('node_worth') }} as worth
    on
        leaf.sheet = worth.sheet
        and weighed.parent = worth.node
