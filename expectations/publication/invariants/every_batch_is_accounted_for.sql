-- One row per batch the warehouse was built from: the rows of its account are the rows that landed.
select
    batch.source, batch.table_name, batch.batch, batch.row_count as landed, account.landed as accounted,
    account.landed = batch.row_count as holds
from batch
left join candidate.quality.batch_account as account using (source, table_name, batch)
