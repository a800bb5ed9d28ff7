-- One row per enterprise, scheme, direction and position: what lifts the score above the peers, what holds it below.
-- Peers are the scored enterprises of the same stage. Cells that took no part (dropped, not taken) are no reason.

with compared as (
    select
        points.sheet,
        points.node,
        points.value,
        points.contribution,
        peers.median_contribution as peer_median_contribution,
        points.contribution - peers.median_contribution as difference
    from {{ ref('contribution') }} as points
    inner join {{ ref('node_weight') }} as weighed
        on
            points.node = weighed.node
            and points.stage_position = weighed.stage_position
    inner join {{ ref('peer_median') }} as peers
        on
            points.stage_position = peers.stage_position
            and peers.reason_node = case weighed.take when 'best' then weighed.parent else points.node end
    where
        points.is_taken
        and points.contribution is not null
),

placed as (
    select
        *,
        case when difference > 0 then 'gain' else 'loss' end as direction,
        row_number() over (
            partition by sheet, difference > 0
            order by abs(difference) desc, node
        ) as position
    from compared
    -- A difference that no reader would see is no reason.
    where round(difference, 2) <> 0
)

select
    stage.uscc,
    stage.scheme,
    placed.direction,
    cast(placed.position as integer) as position,
    indicator.indicator,
    placed.contribution,
    placed.peer_median_contribution,
    {{ reason_zh() }} as reason_zh,
    {{ reason_en() }} as reason_en
from placed
inner join {{ source('registry', 'scheme_indicator') }} as indicator
    on placed.node = indicator.node
inner join {{ source('registry', 'measure') }} as measure
    on indicator.measure = measure.measure
inner join {{ ref('enterprise_stage') }} as stage
    on placed.sheet = stage.sheet
where placed.position <= case placed.direction when 'gain' then 3 else 4 end
