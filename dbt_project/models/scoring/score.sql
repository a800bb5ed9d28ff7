-- One row per enterprise and scheme: the score, derived from its contributions, its ranks, tier and grade.
-- score_full keeps every digit; ranks are taken on the published score (`decimals` places), equal scores share a rank.

with summed as (
    select
        sheet,
        cast(sum(contribution) as decimal(18, 10)) as score_full
    from {{ ref('contribution') }}
    group by sheet
),

ranked as (
    select
        coverage.*,
        scheme.status as scheme_status,
        scheme.tiers_within,
        summed.score_full,
        {{ published("summed.score_full", "scheme.decimals") }} as score
    from {{ ref('coverage') }} as coverage
    inner join {{ ref('scheme_in_force') }} as scheme on coverage.scheme = scheme.scheme
    left join summed on coverage.sheet = summed.sheet
),

placed as (
    select
        *,
        case when status = 'scored' then cast(rank() over zone_order as integer) end as score_rank,
        case when status = 'scored' then cast(rank() over stage_order as integer) end as stage_rank,
        cast(count(score) over (partition by scheme) as integer) as scored_count,
        cast(count(score) over (partition by scheme, stage) as integer) as stage_scored_count
    from ranked
    window
        zone_order as (partition by scheme order by score desc nulls last),
        stage_order as (partition by scheme, stage order by score desc nulls last)
),

tiered as (
    select
        placed.sheet,
        min_by(tier.tier, tier.position) as tier
    from placed
    inner join {{ source('registry', 'scheme_tier') }} as tier
        on
            placed.scheme = tier.scheme
            and placed.edition = tier.edition
            and placed.status = 'scored'
            and case placed.tiers_within
                when 'zone' then placed.score_rank - 1 < tier.top_ratio * placed.scored_count
                else placed.stage <> 'unknown' and placed.stage_rank - 1 < tier.top_ratio * placed.stage_scored_count
            end
    group by placed.sheet
)

select
    placed.uscc,
    placed.scheme,
    placed.edition,
    placed.scheme_status,
    placed.stage,
    placed.status,
    placed.score_full,
    placed.score,
    placed.score_rank,
    placed.scored_count,
    placed.stage_rank,
    placed.stage_scored_count,
    tiered.tier,
    grade.grade,
    placed.known_count,
    placed.applicable_count,
    placed.coverage_ratio,
    placed.is_under_objection,
    placed.frozen_from
from placed
left join tiered on placed.sheet = tiered.sheet
left join {{ source('registry', 'scheme_grade') }} as grade
    on
        placed.scheme = grade.scheme
        and placed.edition = grade.edition
        and {{ holds('grade', 'placed.score') }}
