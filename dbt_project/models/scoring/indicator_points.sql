-- One row per enterprise, scheme and indicator: its value, what was done about it, its points and its contribution.
-- Contributions add up to the score; they are null for an enterprise without one.

select
    stage.uscc,
    stage.scheme,
    stage.edition,
    stage.stage,
    indicator.group_id,
    node.take,
    indicator.indicator,
    indicator.position,
    indicator.measure,
    points.value,
    {{ said_state("points.state_code") }} as state,
    {{ said_policy("points.policy_code") }} as policy,
    imputed.used_value as imputed_value,
    indicator.max_points,
    case node.role when 'deduction' then -points.points else points.points end as points,
    points.is_taken,
    points.contribution,
    points.sheet,
    points.node
from {{ ref('contribution') }} as points
inner join {{ ref('enterprise_stage') }} as stage on points.sheet = stage.sheet
inner join {{ source('registry', 'scheme_indicator') }} as indicator on points.node = indicator.node
inner join {{ ref('node_weight') }} as node
    on
        points.node = node.node
        and points.stage_position = node.stage_position
left join {{ ref('imputed_value') }} as imputed
    on
        points.sheet = imputed.sheet
        and points.node = imputed.node
