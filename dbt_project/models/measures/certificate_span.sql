-- One row per certificate and enterprise: its kind, the day it began and the last day it holds (9999-12-31: no end).

select
    uscc,
    certificate_type,
    valid_from,
    coalesce(valid_to, {{ date_literal('9999-12-31') }}) as valid_to
from {{ owned(ref('stg_certification__certificate'), 'certificate_no') }}
where valid_from <= {{ as_of() }}
