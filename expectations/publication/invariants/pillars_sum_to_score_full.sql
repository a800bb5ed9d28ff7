-- One row per scored enterprise and scheme: its pillars add up to the full score, to the last digit, each shown to two places.
with summed as (
    select
        uscc, scheme, sum(contribution) as contributions,
        bool_and(coalesce(score = cast(round(contribution, 2) as decimal(6, 2)), false)) as is_rounded
    from pub_pillar_v1
    group by uscc, scheme
)

select
    score.uscc, score.scheme, score.score_full, summed.contributions,
    summed.contributions = score.score_full and summed.is_rounded as holds
from pub_score_v1 as score
left join summed using (uscc, scheme)
where score.status = 'scored'
