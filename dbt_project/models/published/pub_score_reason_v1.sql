-- One row per enterprise, day, scheme, direction and position: why the score is above or below that of its peers.

select
    uscc,
    {{ as_of() }} as as_of_date,
    scheme,
    direction,
    position,
    indicator,
    cast(contribution as decimal(28, 10)) as contribution,
    cast(peer_median_contribution as decimal(28, 10)) as peer_median_contribution,
    reason_zh,
    reason_en
from {{ ref('score_reason') }}
where scheme in (
        select in_force.scheme
        from {{ ref('scheme_in_force') }} as in_force
        where in_force.is_published
    )
