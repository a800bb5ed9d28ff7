-- One row per scheme, stage and stated counts: they are the numbers of enterprises with a score, of all and of the stage.
with counted as (
    select
        scheme, stage, count_if(status = 'scored') as stage_scored,
        cast(sum(count_if(status = 'scored')) over (partition by scheme) as integer) as scored
    from pub_score_v1
    group by scheme, stage
)

select
    score.scheme, score.stage, score.scored_count, counted.scored, score.stage_scored_count, counted.stage_scored,
    score.scored_count = counted.scored and score.stage_scored_count = counted.stage_scored as holds
from pub_score_v1 as score
inner join counted using (scheme, stage)
group by all
