-- One row per enterprise and scheme: how much of it is known, and whether that is enough for a score.
-- A frozen row keeps its coverage and its score.
-- coverage = known indicators / indicators that apply; score_low and score_high are what an outage leaves open.

with known as (
    select
        sheet,
        sum(known_count) as known_count,
        sum(applicable_count) as applicable_count
    from {{ ref('leaf_sum') }}
    group by sheet
),

covered as (
    select
        stage.uscc,
        stage.scheme,
        stage.edition,
        stage.stage,
        stage.sheet,
        stage.is_under_objection,
        stage.frozen_from,
        known.known_count,
        known.applicable_count,
        known.known_count >= scheme.minimum_known as has_enough_known,
        scheme.minimum_coverage,
        cast(coalesce(
            frozen.coverage_ratio, {{ ratio("known.known_count", "known.applicable_count", 4) }}, 0
        ) as decimal(5, 4)) as coverage_ratio,
        coalesce(frozen.score_full, total.total_low) as total_low,
        coalesce(frozen.score_full, total.total_high) as total_high
    from {{ ref('enterprise_stage') }} as stage
    inner join {{ ref('scheme_in_force') }} as scheme on stage.scheme = scheme.scheme
    inner join known on stage.sheet = known.sheet
    left join {{ ref('total_points') }} as total on stage.sheet = total.sheet
    left join {{ source('history', 'objection') }} as frozen
        on
            stage.uscc = frozen.uscc
            and stage.scheme = frozen.scheme
),

judged as (
    select
        *,
        frozen_from is not null or (coverage_ratio >= minimum_coverage and has_enough_known) as is_enough
    from covered
)

select
    uscc,
    scheme,
    edition,
    stage,
    sheet,
    is_under_objection,
    frozen_from,
    known_count,
    applicable_count,
    coverage_ratio,
    case when is_enough then total_low end as score_low,
    case when is_enough then total_high end as score_high,
    case
        when is_enough and (frozen_from is not null or total_low = total_high) then 'scored'
        else 'insufficient_data'
    end as status
from judged
