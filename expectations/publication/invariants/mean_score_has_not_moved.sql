-- One row per scheme of the edition before: the mean score moved by at most 10 points. One that ended is no fall.
with before as (
    select scheme, avg(score) as mean_before
    from previous_score
    where status = 'scored'
    group by scheme
),

now as (
    select scheme, avg(score) as mean_now
    from pub_score_v1
    where status = 'scored'
    group by scheme
)

select scheme, round(mean_before, 2) as mean_before, round(mean_now, 2) as mean_now,
    now.scheme is null or abs(mean_now - mean_before) <= 10 as holds
from before
left join now using (scheme)
