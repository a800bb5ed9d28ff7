-- One row per enterprise, scheme and indicator: the value, how it is known, and what the scheme does when it is not.
-- An outage (source_missing) never becomes zero: it follows the scheme's `outage`, whatever the indicator's own policy.

with cell as (
    select
        stage.uscc,
        stage.stage,
        indicator.*,
        scheme.outage,
        measured.value,
        coalesce(measured.state, 'source_missing') as state
    from {{ ref('enterprise_stage') }} as stage
    inner join {{ ref('scheme_in_force') }} as scheme
        on stage.scheme = scheme.scheme
    inner join {{ source('registry', 'scheme_indicator') }} as indicator
        on
            scheme.scheme = indicator.scheme
            and scheme.edition = indicator.edition
    left join {{ ref('measure') }} as measured
        on
            stage.uscc = measured.uscc
            and indicator.measure = measured.measure
)

select
    uscc,
    scheme,
    edition,
    stage,
    group_id,
    indicator,
    position,
    measure,
    method,
    max_points,
    low,
    high,
    direction,
    points_per_item,
    value,
    state,
    case
        when state = 'known' then 'scored'
        when state = 'source_missing' then outage
        else missing
    end as policy
from cell
