-- One row per enterprise, scheme and group: what a base group contributes, before any deduction.
-- contribution = points / max_points x weight of the stage x total / weights of the groups present, in one division.

with weighted as (
    select
        grouped.*,
        scheme.total,
        weighed.weight,
        sum(case when grouped.is_present then weighed.weight end)
            over (partition by grouped.uscc, grouped.scheme)
            as weight_present
    from {{ ref('group_total') }} as grouped
    inner join {{ ref('scheme_in_force') }} as scheme
        on grouped.scheme = scheme.scheme
    left join {{ source('registry', 'scheme_weight') }} as weighed
        on
            grouped.scheme = weighed.scheme
            and grouped.edition = weighed.edition
            and grouped.group_id = weighed.name
            and grouped.stage = weighed.stage
),

capped as (
    select
        *,
        {{ capped_points("raw_low") }} as capped_low,
        {{ capped_points("raw_high") }} as capped_high
    from weighted
)

select
    uscc,
    scheme,
    edition,
    stage,
    group_id,
    take,
    role,
    max_points,
    weight,
    is_present,
    leader_position,
    reach_present,
    raw_low,
    raw_high,
    capped_low,
    capped_high,
    case when role = 'base' and is_present then {{ group_contribution("capped_low") }} end as base_low,
    case when role = 'base' and is_present then {{ group_contribution("capped_high") }} end as base_high
from capped
