-- One row per sheet and indicator: what it contributes to the score; together they are the score, to the last digit.
-- Null for an enterprise without a score. `points` are null while they are open. A frozen row keeps what was published.

with agreed as (
    select
        stage.sheet,
        indicator.node,
        frozen.value,
        {{ state_coded("frozen.state") }} as state_code,
        {{ policy_coded("frozen.policy") }} as policy_code,
        -- Published points that are deducted are negative; here the group knows that.
        abs(frozen.points) as points,
        frozen.contribution
    from {{ source('history', 'agreed_indicator') }} as frozen
    inner join {{ ref('enterprise_stage') }} as stage
        on
            frozen.uscc = stage.uscc
            and frozen.scheme = stage.scheme
    inner join {{ source('registry', 'scheme_indicator') }} as indicator
        on
            stage.scheme = indicator.scheme
            and stage.edition = indicator.edition
            and frozen.indicator = indicator.indicator
)

select
    shared.sheet,
    shared.node,
    shared.stage_position,
    case when agreed.sheet is null then shared.value else agreed.value end as value,
    coalesce(agreed.state_code, shared.state_code) as state_code,
    coalesce(agreed.policy_code, shared.policy_code) as policy_code,
    case
        when agreed.sheet is not null then agreed.points
        when shared.points_low = shared.points_high then shared.points_low
    end as points,
    shared.is_taken,
    cast(case
        when agreed.sheet is not null then agreed.contribution
        when rest.sheet is not null
            then coalesce(shared.share, 0) + case when shared.node = rest.leader then rest.rest else 0 end
    end as decimal(18, 10)) as contribution
from {{ ref('leaf_share') }} as shared
left join {{ ref('leaf_rest') }} as rest
    on
        shared.sheet = rest.sheet
        and shared.parent = rest.parent
left join agreed
    on
        shared.sheet = agreed.sheet
        and shared.node = agreed.node
