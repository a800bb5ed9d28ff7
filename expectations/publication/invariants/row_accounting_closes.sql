-- One row per source table: rows sent = kept + rejected + superseded + deleted.
select
    source, table_name, sent, kept, rejected, superseded, deleted,
    sent = kept + rejected + superseded + deleted as holds
from candidate.quality.row_account
