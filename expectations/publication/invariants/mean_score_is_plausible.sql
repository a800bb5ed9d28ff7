-- One row per scheme: the mean of its scores lies between 5 and 95.
select scheme, round(avg(score), 2) as mean_score, avg(score) between 5 and 95 as holds
from pub_score_v1
where status = 'scored'
group by scheme
