-- One row per enterprise, scheme and group: its points, and its contribution to the score once weighted.
-- A deduction takes away at most its max_points and never more than the base groups give.
-- low and high differ only while an outage blocks a cell; the lowest score has the highest deduction.

with given as (
    select
        *,
        sum(base_low) over (partition by uscc, scheme) as given_low,
        sum(base_high) over (partition by uscc, scheme) as given_high
    from {{ ref('group_base') }}
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
    from given
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
