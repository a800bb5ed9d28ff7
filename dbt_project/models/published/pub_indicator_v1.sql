-- One row per enterprise, day, scheme and indicator: value, points, and its share of the score.

select
    uscc,
    {{ as_of() }} as as_of_date,
    scheme,
    group_id,
    indicator,
    cast(value as decimal(28, 10)) as value,
    state,
    policy,
    cast(points as decimal(18, 6)) as points,
    cast(contribution as decimal(28, 10)) as contribution
from {{ ref('indicator_points') }}
where scheme in (
        select in_force.scheme
        from {{ ref('scheme_in_force') }} as in_force
        where in_force.is_published
    )
