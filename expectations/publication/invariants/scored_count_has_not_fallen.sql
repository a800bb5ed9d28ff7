-- One row per scheme of the edition before: at most 5 % (and 5 enterprises) fewer are scored. One that ended is no fall.
with before as (
    select scheme, count_if(status = 'scored') as scored_before
    from previous_score
    group by scheme
),

now as (
    select scheme, count_if(status = 'scored') as scored_now
    from pub_score_v1
    group by scheme
)

select
    before.scheme, before.scored_before, now.scored_now,
    now.scheme is null or before.scored_before - now.scored_now <= greatest(5, 0.05 * before.scored_before) as holds
from before
left join now using (scheme)
