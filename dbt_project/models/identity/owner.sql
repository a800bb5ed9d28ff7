-- One row per record of an office and enterprise that owns it: the bridge every measure of such records goes through.

select distinct
    source,
    table_name,
    record_no,
    uscc
from {{ ref('record_owner') }}
where uscc is not null
