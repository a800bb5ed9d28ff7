-- One row per enterprise and kind of certificate it holds or ever held: since when; what ended stays on record.

select
    uscc,
    certificate_type,
    min(valid_from) as reached_date
from {{ owned(ref('stg_certification__certificate'), 'certificate_no') }}
where valid_from <= {{ as_of() }}
group by uscc, certificate_type
