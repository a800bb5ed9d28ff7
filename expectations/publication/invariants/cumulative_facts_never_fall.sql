-- One row per kind of record kept for ever, of the edition before: none is fewer now, but for those deleted or rejected.
-- A run that knows less than the edition before, on purpose, is not compared; one row says so when there is none to compare.
with taken_back as (
    select source || '.' || table_name as item, sum(deleted + rejected) as taken_back
    from candidate.quality.batch_account
    group by all
)

select
    before.item, before.value as value_before, now.value, coalesce(taken_back.taken_back, 0) as taken_back,
    coalesce(run.known_at < run.previous_known_at, false) or now.value >= before.value - coalesce(taken_back.taken_back, 0)
        as holds
from previous_stability as before
cross join run
left join pub_stability_v1 as now on now.metric = before.metric and now.item = before.item
left join taken_back on taken_back.item = before.item
where before.metric = 'cumulative'
union all
select 'nothing was counted before', null, null, 0, true
where not exists (select 1 from previous_stability where metric = 'cumulative')
