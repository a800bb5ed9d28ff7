-- One row per scheme and stated count: it is the number of enterprises with a score.
with counted as (
    select scheme, count_if(status = 'scored') as scored
    from pub_score_v1
    group by scheme
)

select score.scheme, score.scored_count, counted.scored, score.scored_count = counted.scored as holds
from pub_score_v1 as score
inner join counted using (scheme)
group by all
