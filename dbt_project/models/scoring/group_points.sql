-- One row per enterprise, scheme and group: its points, and its contribution to the score once weighted.
-- contribution = points / max_points x weight of the stage x total / weights of the groups present;
-- a deduction takes away at most its max_points and never more than the other groups give.

with weighted as (
    select
        grouped.*,
        scheme.total,
        weighed.weight,
        sum(case when grouped.is_present then weighed.weight end)
            over (partition by grouped.uscc, grouped.scheme) as weight_present
    from {{ ref('group_total') }} as grouped
    inner join {{ ref('scheme_in_force') }} as scheme
        on grouped.scheme = scheme.scheme
    left join {{ source('registry', 'scheme_weight') }} as weighed
        on
            grouped.scheme = weighed.scheme
            and grouped.edition = weighed.edition
            and grouped.group_id = weighed.group_id
            and grouped.stage = weighed.stage
),

capped as (
    select
        *,
        {{ capped_points("raw_low") }} as capped_low,
        {{ capped_points("raw_high") }} as capped_high
    from weighted
),

based as (
    select
        *,
        case when role = 'base' and is_present then {{ group_contribution("capped_low") }} end as base_low,
        case when role = 'base' and is_present then {{ group_contribution("capped_high") }} end as base_high
    from capped
),

summed as (
    select
        *,
        sum(base_low) over (partition by uscc, scheme) as given_low,
        sum(base_high) over (partition by uscc, scheme) as given_high
    from based
),

contributed as (
    select
        *,
        case
            when role = 'base' then base_low
            when given_low is not null then -least(coalesce(raw_high, 0), max_points, given_low)
        end as contribution_low,
        case
            when role = 'base' then base_high
            when given_high is not null then -least(coalesce(raw_low, 0), max_points, given_high)
        end as contribution_high
    from summed
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
    {{ whole_ratio("capped_low", whole("reach_present", 2) ~ " * 1000000", 6) }} as points_low,
    {{ whole_ratio("capped_high", whole("reach_present", 2) ~ " * 1000000", 6) }} as points_high,
    contribution_low,
    contribution_high,
    -- What one point of an indicator of this group is worth in the score.
    {{ whole_ratio(whole("contribution_low", 10), whole("raw_low", 6) ~ " * 10000", 16) }} as point_worth
from contributed
