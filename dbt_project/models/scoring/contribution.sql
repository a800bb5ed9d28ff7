-- One row per sheet and indicator: what it contributes to the score; together they are the score, to the last digit.
-- Null for an enterprise without a score. `points` are null while they are open.

select
    shared.sheet,
    shared.node,
    shared.stage_position,
    shared.value,
    shared.state_code,
    shared.policy_code,
    case when shared.points_low = shared.points_high then shared.points_low end as points,
    shared.is_taken,
    cast(case
        when rest.sheet is not null
            then coalesce(shared.share, 0) + case when shared.node = rest.leader then rest.rest else 0 end
    end as decimal(18, 10)) as contribution
from {{ ref('leaf_share') }} as shared
left join {{ ref('leaf_rest') }} as rest
    on
        shared.sheet = rest.sheet
        and shared.parent = rest.parent
