-- One row per batch the edition before was computed from: it is there still, with as many rows. A run that knows less than
-- the edition before, on purpose, is not compared.
select
    before.source, before.table_name, before.batch, before.row_count as rows_before, now.row_count as rows_now,
    coalesce(run.known_at < run.previous_known_at, false) or coalesce(now.row_count = before.row_count, false) as holds
from previous_batch as before
cross join run
left join batch as now using (source, table_name, batch)
