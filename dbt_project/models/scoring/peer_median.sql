-- One row per stage of a scheme and indicator or group: the middle contribution of that stage's scored enterprises.
-- The best of several counts as one: its contribution stands under whichever indicator was taken, so the peers' middle
-- is the group's. An even number of peers has two in the middle; the median is halfway, rounded half up.

with counted as (
    select
        points.stage_position,
        points.node as reason_node,
        points.contribution
    from {{ ref('contribution') }} as points
    inner join {{ ref('node_weight') }} as weighed
        on
            points.node = weighed.node
            and points.stage_position = weighed.stage_position
    where weighed.take <> 'best' and points.contribution is not null
    union all
    select
        points.stage_position,
        weighed.parent as reason_node,
        sum(points.contribution) as contribution
    from {{ ref('contribution') }} as points
    inner join {{ ref('node_weight') }} as weighed
        on
            points.node = weighed.node
            and points.stage_position = weighed.stage_position
    where weighed.take = 'best' and points.contribution is not null
    group by points.sheet, points.stage_position, weighed.parent
)

select
    stage_position,
    reason_node,
    count(*) as peer_count,
    cast(round((
        percentile_disc(0.5) within group (order by contribution)
        + percentile_disc(0.5) within group (order by contribution desc)
    ) * cast(0.5 as decimal(2, 1)), 10) as decimal(18, 10)) as median_contribution
from counted
group by stage_position, reason_node
