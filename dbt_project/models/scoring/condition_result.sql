-- One row per enterprise, scheme and condition that data can judge: it holds (true), does not (false), or is not known (null).
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
        on condition.scheme = coverage.scheme
        and condition.edition = coverage.edition
        and condition.subject <> 'by_hand'
    left join {{ ref('group_points') }} as grouped
        on condition.subject = 'group'
        and grouped.uscc = coverage.uscc
        and grouped.scheme = coverage.scheme
        and grouped.group_id = condition.subject_name
    left join {{ ref('measure') }} as measured
        on condition.subject = 'measure'
        and measured.uscc = coverage.uscc
        and measured.measure = condition.subject_name
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
