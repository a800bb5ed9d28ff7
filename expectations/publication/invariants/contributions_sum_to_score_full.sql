-- One row per scored enterprise and scheme: its contributions add up to the full score, to the last digit.
with summed as (
    select uscc, scheme, sum(contribution) as contributions
    from pub_indicator_v1
    group by uscc, scheme
)

select
    score.uscc, score.scheme, score.score_full, summed.contributions,
    summed.contributions = score.score_full as holds
from pub_score_v1 as score
left join summed using (uscc, scheme)
where score.status = 'scored'
