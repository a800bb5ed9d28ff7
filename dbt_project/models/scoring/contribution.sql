-- One row per sheet and indicator: what it contributes to the score; together they are the score, to the last digit.
-- Null for an enterprise without a score.

select
    shared.sheet,
    shared.node,
    shared.parent,
    shared.stage_position,
    shared.take,
    shared.value,
    shared.state,
    shared.policy,
    shared.imputed_value,
    shared.points_low,
    shared.points_high,
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
