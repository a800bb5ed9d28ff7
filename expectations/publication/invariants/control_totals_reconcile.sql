-- One row per batch and item (its rows, each amount with a control total): what staging took up, by what became of it, is
-- what landed and what the office said it sent, and is worth in yuan what was sent, to the cent. `said` is null where the
-- office states no total; a batch without an account is a row too.
select
    batch.source, batch.table_name, batch.batch, account.item, account.unit, account.said_by, account.said, account.counted,
    account.kept + account.rejected + account.superseded + account.deleted + account.unread as taken_up,
    account.read_cny, account.sent_cny, account.kept, account.rejected, account.superseded, account.deleted, account.unread,
    account.item is not null
    and abs(taken_up - coalesce(account.counted, taken_up)) * account.yuan < 0.005
    and abs(taken_up - coalesce(account.said, taken_up)) * account.yuan < 0.005
    and abs(coalesce(account.read_cny - account.sent_cny, 0)) <= 0.005 * account.rounded_count as holds
from batch
left join candidate.quality.control_account as account using (source, table_name, batch)
