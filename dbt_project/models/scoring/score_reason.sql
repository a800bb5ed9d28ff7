-- One row per enterprise, scheme, direction and position: what lifts the score above the peers, what holds it below.
-- Peers are the scored enterprises of the same stage. Cells that took no part (dropped, not taken) are no reason.

with compared as (
    select
        points.uscc,
        points.scheme,
        points.edition,
        points.stage,
        points.indicator,
        points.position as indicator_position,
        points.measure,
        points.value,
        points.contribution,
        peers.median_contribution as peer_median_contribution,
        points.contribution - peers.median_contribution as difference
    from {{ ref('indicator_points') }} as points
    inner join {{ ref('peer_median') }} as peers
        on
            points.scheme = peers.scheme
            and points.stage = peers.stage
            and peers.reason_unit = case points.take when 'best' then points.group_id else points.indicator end
    where
        points.is_taken
        and points.contribution is not null
),

placed as (
    select
        *,
        case when difference > 0 then 'gain' else 'loss' end as direction,
        row_number() over (
            partition by uscc, scheme, difference > 0
            order by abs(difference) desc, indicator_position
        ) as position
    from compared
    -- A difference that no reader would see is no reason.
    where round(difference, 2) <> 0
)

select
    placed.uscc,
    placed.scheme,
    placed.direction,
    cast(placed.position as integer) as position,
    placed.indicator,
    placed.contribution,
    placed.peer_median_contribution,
    {{ reason_zh() }} as reason_zh,
    {{ reason_en() }} as reason_en
from placed
inner join {{ source('registry', 'scheme_indicator') }} as indicator
    on
        placed.scheme = indicator.scheme
        and placed.edition = indicator.edition
        and placed.indicator = indicator.indicator
inner join {{ source('registry', 'measure') }} as measure
    on placed.measure = measure.measure
inner join {{ ref('enterprise_stage') }} as stage
    on
        placed.uscc = stage.uscc
        and placed.scheme = stage.scheme
where placed.position <= case placed.direction when 'gain' then 3 else 4 end
