-- One row per source table that landed: the rows of its batches are the rows the account begins with.
with landed as (
    select source, table_name, sum(row_count) as landed
    from batch
    group by source, table_name
)

select landed.source, landed.table_name, landed.landed, account.sent, account.sent = landed.landed as holds
from landed
left join candidate.quality.row_account as account using (source, table_name)
