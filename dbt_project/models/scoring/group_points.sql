-- One row per enterprise, scheme and group: its points. They are low and high only while an outage blocks a cell.

select
    stage.uscc,
    stage.scheme,
    stage.edition,
    stage.stage,
    registered.group_id,
    registered.parent_id,
    grouped.take,
    grouped.role,
    registered.max_points,
    grouped.points_low is not null as is_present,
    grouped.points_low,
    grouped.points_high,
    stage.sheet,
    grouped.node
from {{ ref('node_points') }} as grouped
inner join {{ ref('enterprise_stage') }} as stage on grouped.sheet = stage.sheet
inner join {{ source('registry', 'scheme_group') }} as registered on grouped.node = registered.node
