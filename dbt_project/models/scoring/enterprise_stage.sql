-- One row per enterprise and scheme in force: the stage of its life, `unknown` when the stage measure is not known.

select
    enterprise.uscc,
    scheme.scheme,
    scheme.edition,
    scheme.stage_measure,
    measured.value as stage_value,
    coalesce(stage.stage, 'unknown') as stage,
    coalesce(stage.title_zh, '阶段未知') as stage_zh,
    coalesce(stage.title_en, 'unknown') as stage_en
from {{ ref('enterprise') }} as enterprise
cross join {{ ref('scheme_in_force') }} as scheme
left join {{ ref('measure') }} as measured
    on
        enterprise.uscc = measured.uscc
        and scheme.stage_measure = measured.measure
        and measured.state = 'known'
left join {{ source('registry', 'scheme_stage') }} as stage
    on
        scheme.scheme = stage.scheme
        and scheme.edition = stage.edition
        and stage.basis = 'measure'
        and {{ holds('stage', 'measured.value') }}
