-- One row per enterprise, scheme and group: its indicators put together, unweighted; without any, not present.
-- Dropped indicators are renormalised inside the group: what the others earned, times reach over what they could reach.

with reached as (
    select
        leaf.uscc,
        leaf.scheme,
        leaf.edition,
        leaf.stage,
        leaf.group_id,
        any_value(grouped.take) as take,
        any_value(grouped.role) as role,
        any_value(grouped.max_points) as max_points,
        count(leaf.points_low) > 0 as is_present,
        sum(leaf.points_low) as sum_low,
        sum(leaf.points_high) as sum_high,
        max(leaf.points_low) as best_low,
        max(leaf.points_high) as best_high,
        sum(leaf.max_points) as reach,
        sum(case when leaf.points_low is not null then leaf.max_points end) as reach_present,
        -- Most points first, then the order of the file: points differ by 10^-6 at least, which outweighs any position.
        max_by(leaf.position, leaf.points_low * 1000000000 - leaf.position) as leader_position
    from {{ ref('leaf_points') }} as leaf
    inner join {{ source('registry', 'scheme_group') }} as grouped
        on
            leaf.scheme = grouped.scheme
            and leaf.edition = grouped.edition
            and leaf.group_id = grouped.group_id
    group by leaf.uscc, leaf.scheme, leaf.edition, leaf.stage, leaf.group_id
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
    is_present,
    leader_position,
    -- Only a sum of a base group is scaled up: the best of several, and a deduction, are what they are.
    case when take = 'sum' and role = 'base' then reach else 1 end as reach,
    case when take = 'sum' and role = 'base' then reach_present else 1 end as reach_present,
    cast(case take when 'best' then best_low else sum_low end as decimal(12, 6)) as raw_low,
    cast(case take when 'best' then best_high else sum_high end as decimal(12, 6)) as raw_high
from reached
