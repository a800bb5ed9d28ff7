-- One row per sheet and indicator: the measure's value, how it is known; `judged` where a person gives the points.

select
    stage.sheet,
    indicator.node,
    stage.stage_position,
    measured.value,
    {{ state_coded("measured.state") }} as state_code
from {{ ref('measure') }} as measured
inner join {{ source('registry', 'scheme_indicator') }} as indicator on measured.measure = indicator.measure
inner join {{ ref('scheme_in_force') }} as scheme
    on
        indicator.scheme = scheme.scheme
        and indicator.edition = scheme.edition
inner join {{ ref('enterprise_stage') }} as stage
    on
        measured.uscc = stage.uscc
        and indicator.scheme = stage.scheme
union all
select
    stage.sheet,
    indicator.node,
    stage.stage_position,
    null as value,
    {{ state_code("judged") }} as state_code
from {{ source('registry', 'scheme_indicator') }} as indicator
inner join {{ ref('scheme_in_force') }} as scheme
    on
        indicator.scheme = scheme.scheme
        and indicator.edition = scheme.edition
inner join {{ ref('enterprise_stage') }} as stage on indicator.scheme = stage.scheme
where indicator.method = 'judged'
