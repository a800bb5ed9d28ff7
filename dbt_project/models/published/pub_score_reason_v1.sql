-- One row per enterprise, day, scheme, direction and position: why the score is above or below that of its peers.
-- A frozen score keeps the reasons it was published with.

select
    told.uscc,
    {{ as_of() }} as as_of_date,
    told.scheme,
    told.direction,
    told.position,
    told.indicator,
    cast(told.contribution as decimal(28, 10)) as contribution,
    cast(told.peer_median_contribution as decimal(28, 10)) as peer_median_contribution,
    told.reason_zh,
    told.reason_en
from {{ ref('score_reason') }} as told
inner join {{ ref('scheme_in_force') }} as scheme on told.scheme = scheme.scheme and scheme.is_published
left join {{ source('history', 'objection') }} as objection
    on
        told.uscc = objection.uscc
        and told.scheme = objection.scheme
where objection.frozen_from is null
union all
select
    uscc,
    {{ as_of() }} as as_of_date,
    scheme,
    direction,
    position,
    indicator,
    contribution,
    peer_median_contribution,
    reason_zh,
    reason_en
from {{ source('history', 'agreed_reason') }}
