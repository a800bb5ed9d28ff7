-- One row per scored enterprise and scheme: 1 + the number of enterprises with a higher published score.
select
    uscc, scheme, score, score_rank,
    rank() over (partition by scheme order by score desc) as rank_by_score,
    score_rank = rank_by_score as holds
from pub_score_v1
where status = 'scored'
