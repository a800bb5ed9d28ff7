-- One row per enterprise and kind of certificate valid on the as-of day: the day the last of them ends.

select
    uscc,
    certificate_type,
    max(coalesce(valid_to, {{ date_literal('9999-12-31') }})) as valid_to
from {{ owned(ref('stg_certification__certificate'), 'certificate_no') }}
where {{ valid_at('valid_from', 'valid_to') }}
group by uscc, certificate_type
