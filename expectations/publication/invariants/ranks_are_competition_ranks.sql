-- One row per scored enterprise and scheme: 1 + the number of enterprises with a higher published score; of its stage too.
select
    uscc, scheme, stage, score, score_rank, stage_rank,
    rank() over (partition by scheme order by score desc) as rank_by_score,
    rank() over (partition by scheme, stage order by score desc) as rank_in_stage,
    score_rank = rank_by_score and stage_rank = rank_in_stage as holds
from pub_score_v1
where status = 'scored'
