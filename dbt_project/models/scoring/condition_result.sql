-- One row per enterprise, scheme and condition that data can judge: is_met true, false, or null for not known.
-- A subject is an interval: a measure is one number, a score or group that an outage leaves open runs from low to high.

with subject as (
    select
        coverage.uscc,
        coverage.scheme,
        condition.condition,
        condition.kind,
        condition.position,
        condition.title_zh,
        condition.title_en,
        condition.op,
        condition.threshold,
        case condition.subject
            when 'score' then coverage.score_low
            when 'group' then grouped.points_low
            else measured.value
        end as low,
        case condition.subject
            when 'score' then coverage.score_high
            when 'group' then grouped.points_high
            else measured.value
        end as high
    from {{ ref('coverage') }} as coverage
    inner join {{ source('registry', 'scheme_condition') }} as condition
        on
            coverage.scheme = condition.scheme
            and coverage.edition = condition.edition
            and condition.subject <> 'by_hand'
    left join {{ ref('group_points') }} as grouped
        on
            condition.subject = 'group'
            and coverage.uscc = grouped.uscc
            and coverage.scheme = grouped.scheme
            and condition.subject_name = grouped.group_id
    left join {{ ref('measure') }} as measured
        on
            condition.subject = 'measure'
            and coverage.uscc = measured.uscc
            and condition.subject_name = measured.measure
            and measured.state = 'known'
)

select
    uscc,
    scheme,
    condition,
    kind,
    position,
    title_zh,
    title_en,
    {{ verdict("op", "low", "high", "threshold") }} as is_met
from subject
