-- One row per scheme and stage, and per scheme as a whole: the means told are those of the two score files.
with now as (
    select scheme, coalesce(stage, 'all') as stage, count(score) as n, sum(score) as total
    from pub_score_v1
    group by grouping sets ((scheme), (scheme, stage))
),

before as (
    select scheme, coalesce(stage, 'all') as stage, count(score) as n, sum(score) as total
    from previous_score
    group by grouping sets ((scheme), (scheme, stage))
),

told as (
    select scheme, stage, value, previous_value, n, previous_n, verdict
    from pub_stability_v1
    where metric = 'mean' and item = 'score' and industry = 'all'
)

select
    now.scheme, now.stage, told.value, told.n, now.n as counted, told.previous_n, before.n as counted_before,
    case
        when told.verdict = 'withheld' then true
        when now.n = 0 and coalesce(before.n, 0) = 0 then told.n is null
        else told.n = now.n
            and told.previous_n = coalesce(before.n, 0)
            and coalesce(abs(told.value * now.n - now.total) <= 0.000001 * now.n, now.n = 0)
            and coalesce(abs(told.previous_value * before.n - before.total) <= 0.000001 * before.n, told.previous_n = 0)
    end as holds
from now
left join told using (scheme, stage)
left join before using (scheme, stage)
