-- One row per enterprise and scheme: its grade is that of its score, its tier the first its rank lies in, by the scheme.
with tiered as (
    select score.uscc, score.scheme, min_by(tier.tier, tier.position) as tier
    from pub_score_v1 as score
    inner join candidate.registry.scheme as scheme
        on scheme.scheme = score.scheme and scheme.edition = score.scheme_edition
    inner join candidate.registry.scheme_tier as tier
        on tier.scheme = score.scheme and tier.edition = score.scheme_edition
    where case scheme.tiers_within
        when 'zone' then score.score_rank - 1 < tier.top_ratio * score.scored_count
        else score.stage <> 'unknown' and score.stage_rank - 1 < tier.top_ratio * score.stage_scored_count
    end
    group by score.uscc, score.scheme
)

select
    score.uscc, score.scheme, score.score, score.grade, score.tier, tiered.tier as tier_due, grade.grade as grade_due,
    score.grade is not distinct from grade.grade and score.tier is not distinct from tiered.tier as holds
from pub_score_v1 as score
left join tiered using (uscc, scheme)
left join candidate.registry.scheme_grade as grade
    on grade.scheme = score.scheme and grade.edition = score.scheme_edition
    and score.score >= coalesce(grade.at_least, score.score)
    and (grade.below is null or score.score < grade.below)
