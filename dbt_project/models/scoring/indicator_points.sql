-- One row per enterprise, scheme and indicator: its value, what was done about it, its points and its contribution.
-- Contributions add up to the score; they are null for an enterprise without one.

select
    stage.uscc,
    stage.scheme,
    stage.edition,
    stage.stage,
    indicator.group_id,
    points.take,
    indicator.indicator,
    indicator.position,
    indicator.measure,
    points.value,
    points.state,
    points.policy,
    points.imputed_value,
    indicator.max_points,
    cast(case
        when points.points_low = points.points_high
            then case node.role when 'deduction' then -points.points_low else points.points_low end
    end as decimal(18, 14)) as points,
    points.is_taken,
    points.contribution,
    points.sheet,
    points.node
from {{ ref('contribution') }} as points
inner join {{ ref('enterprise_stage') }} as stage on points.sheet = stage.sheet
inner join {{ source('registry', 'scheme_indicator') }} as indicator on points.node = indicator.node
inner join {{ source('registry', 'scheme_node') }} as node on points.node = node.node
