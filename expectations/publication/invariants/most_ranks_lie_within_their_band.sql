-- One row per scheme: at most a tenth of its scored enterprises have a rank outside their own band.
-- One outside is no fault: the weights in force are one choice, and the band says where most others would put it.
select
    scheme, count(*) as scored, count_if(score_rank not between rank_low and rank_high) as outside,
    outside <= 0.1 * scored as holds
from pub_score_v1
where status = 'scored'
group by scheme
