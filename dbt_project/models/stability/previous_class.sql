-- One row per enterprise and published scheme scored in the edition before: the tier and grade it had then, by
-- the tiers and grades of the scheme's edition of then.

with placed as (
    select
        uscc,
        scheme,
        previous_edition,
        previous_stage,
        previous_score,
        rank() over (partition by scheme order by previous_score desc) as zone_rank,
        count(*) over (partition by scheme) as zone_count,
        rank() over (partition by scheme, previous_stage order by previous_score desc) as stage_rank,
        count(*) over (partition by scheme, previous_stage) as stage_count
    from {{ ref('compared_score') }}
    where previous_score is not null
),

tiered as (
    select
        placed.uscc,
        placed.scheme,
        min_by(tier.tier, tier.position) as tier
    from placed
    inner join {{ source('registry', 'scheme') }} as scheme
        on
            placed.scheme = scheme.scheme
            and placed.previous_edition = scheme.edition
    inner join {{ source('registry', 'scheme_tier') }} as tier
        on
            placed.scheme = tier.scheme
            and placed.previous_edition = tier.edition
            and case scheme.tiers_within
                when 'zone' then placed.zone_rank - 1 < tier.top_ratio * placed.zone_count
                else placed.previous_stage <> 'unknown' and placed.stage_rank - 1 < tier.top_ratio * placed.stage_count
            end
    group by placed.uscc, placed.scheme
)

select
    placed.uscc,
    placed.scheme,
    tiered.tier as previous_tier,
    grade.grade as previous_grade
from placed
left join tiered
    on
        placed.uscc = tiered.uscc
        and placed.scheme = tiered.scheme
left join {{ source('registry', 'scheme_grade') }} as grade
    on
        placed.scheme = grade.scheme
        and placed.previous_edition = grade.edition
        and {{ holds('grade', 'placed.previous_score') }}
