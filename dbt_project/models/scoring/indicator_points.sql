-- One row per enterprise, scheme and indicator: its points, and its contribution; contributions add up to the score.
-- A group's contribution is shared among its indicators by their points, and what rounding leaves over goes to the
-- largest, so that nothing is lost; the best of several takes all. Null for an enterprise without a score.

with ordered as (
    select
        leaf.*,
        grouped.take,
        grouped.role,
        grouped.raw_low,
        grouped.contribution_low as group_contribution,
        coverage.status,
        row_number() over (
            partition by leaf.uscc, leaf.scheme, leaf.group_id
            order by leaf.points_low desc nulls last, leaf.position
        ) as place
    from {{ ref('leaf_points') }} as leaf
    inner join {{ ref('group_points') }} as grouped
        on grouped.uscc = leaf.uscc
        and grouped.scheme = leaf.scheme
        and grouped.group_id = leaf.group_id
    inner join {{ ref('coverage') }} as coverage
        on coverage.uscc = leaf.uscc
        and coverage.scheme = leaf.scheme
),

shared as (
    select
        *,
        points_low is not null and (take = 'sum' or place = 1) as is_taken,
        case
            when points_low is null or group_contribution is null then 0
            when take = 'best' then case when place = 1 then group_contribution else 0 end
            else coalesce({{ whole_ratio(
                whole("points_low", 6) ~ " * " ~ whole("group_contribution", 10),
                whole("raw_low", 6) ~ " * 10000000000"
            ) }}, 0)
        end as share
    from ordered
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
    cast(case when points_low = points_high then case role when 'deduction' then -points_low else points_low end end
        as decimal(18, 6)) as points,
    is_taken,
    cast(case when status = 'scored' then
        share + case when place = 1 then
            coalesce(group_contribution, 0) - sum(share) over (partition by uscc, scheme, group_id)
        else 0 end
    end as decimal(28, 10)) as contribution
from shared
