-- One row per enterprise and standing it has on some day: a certificate by its name, or a running national programme
-- project (national_programme); first and last day.

select
    uscc,
    certificate_type as standing,
    valid_from,
    valid_to
from {{ ref('certificate_span') }}
union all
select
    uscc,
    'national_programme' as standing,
    approved_date as valid_from,
    coalesce(closed_date, {{ date_literal('9999-12-31') }}) as valid_to
from {{ owned(ref('stg_certification__programme'), 'project_no') }}
where level = '国家级' and approved_date <= {{ as_of() }}
