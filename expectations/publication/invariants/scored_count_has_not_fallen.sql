-- One row per scheme of the edition before that is still in force: at most 5 % (and 5 enterprises) fewer are scored.
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
    before.scored_before - now.scored_now <= greatest(5, 0.05 * before.scored_before) as holds
from before
inner join now using (scheme)
