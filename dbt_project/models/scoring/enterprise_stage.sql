-- One row per enterprise and scheme in force: the stage of its life, `unknown` when the stage measure is not known.
-- `sheet` is the number of the row: the key of everything that is worked out for this enterprise under this scheme.
-- An enterprise whose row is frozen while its objection is open stays in the stage of the edition `frozen_from` names.

with placed as (
    select
        enterprise.uscc,
        enterprise.peer_group,
        {{ industry_division("enterprise.industry_code") }} as industry,
        scheme.scheme,
        scheme.edition,
        scheme.stage_measure,
        measured.value as stage_value,
        coalesce(stage.stage, 'unknown') as stage,
        coalesce(stage.position, 0) as stage_position,
        coalesce(stage.title_zh, '阶段未知') as stage_zh,
        coalesce(stage.title_en, 'unknown') as stage_en,
        objection.uscc is not null as is_under_objection,
        objection.frozen_from
    from {{ ref('enterprise') }} as enterprise
    cross join {{ ref('scheme_in_force') }} as scheme
    left join {{ ref('measure') }} as measured
        on
            enterprise.uscc = measured.uscc
            and scheme.stage_measure = measured.measure
            and measured.state = 'known'
    left join {{ source('history', 'objection') }} as objection
        on
            enterprise.uscc = objection.uscc
            and scheme.scheme = objection.scheme
    left join {{ source('registry', 'scheme_stage') }} as stage
        on
            scheme.scheme = stage.scheme
            and scheme.edition = stage.edition
            and case
                when objection.frozen_from is not null then objection.stage = stage.stage
                when stage.basis = 'measure' then {{ holds('stage', 'measured.value') }}
                when stage.basis = 'given' then stage.stage = enterprise.given_stage
                when stage.basis = 'all' then true
                else false
            end
)

select
    *,
    cast(row_number() over (order by uscc, scheme) as integer) as sheet
from placed
