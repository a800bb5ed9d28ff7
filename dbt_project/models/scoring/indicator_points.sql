-- One row per enterprise, scheme and indicator: its points, and its contribution; contributions add up to the score.
-- A group's contribution is shared among its indicators by their points, and what rounding leaves over goes to the
-- largest, so that no digit is lost; the best of several takes all. Null for an enterprise without a score.

with shared as (
    select
        leaf.*,
        grouped.take,
        grouped.role,
        coalesce(grouped.contribution_low, 0) as group_contribution,
        coverage.status,
        leaf.position = grouped.leader_position as is_leader,
        cast(round(
            case when grouped.take = 'sum' then leaf.points_low * cast(grouped.point_worth as decimal(22, 16)) end, 10
        ) as decimal(20, 10)) as share_or_null
    from {{ ref('leaf_points') }} as leaf
    inner join {{ ref('group_points') }} as grouped
        on
            leaf.uscc = grouped.uscc
            and leaf.scheme = grouped.scheme
            and leaf.group_id = grouped.group_id
    inner join {{ ref('coverage') }} as coverage
        on
            leaf.uscc = coverage.uscc
            and leaf.scheme = coverage.scheme
),

summed as (
    select
        *,
        coalesce(share_or_null, 0) as share,
        coalesce(sum(share_or_null) over (partition by uscc, scheme, group_id), 0) as share_sum
    from shared
)

select
    uscc,
    scheme,
    edition,
    stage,
    group_id,
    take,
    indicator,
    position,
    measure,
    value,
    state,
    policy,
    max_points,
    cast(
        case when points_low = points_high then case role when 'deduction' then -points_low else points_low end end
        as decimal(18, 6)
    ) as points,
    points_low is not null and (take = 'sum' or is_leader) as is_taken,
    cast(
        case when status = 'scored' then share + case when is_leader then group_contribution - share_sum else 0 end end
        as decimal(28, 10)
    ) as contribution
from summed
