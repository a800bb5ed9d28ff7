-- One row per sheet and indicator: the measure's value, how it is known. An expert's judgement is never known here.

select
    stage.sheet,
    indicator.node,
    stage.stage_position,
    measured.value,
    measured.state
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
