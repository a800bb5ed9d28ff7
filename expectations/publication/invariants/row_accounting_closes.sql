-- One row per batch: sent = landed + unread, and landed = kept + rejected + superseded + deleted.
select
    source, table_name, batch, sent, landed, unread, kept, rejected, superseded, deleted,
    sent = landed + unread and landed = kept + rejected + superseded + deleted as holds
from candidate.quality.batch_account
