-- One row per record of an office and owner written on it: the code as an enterprise, and the name to look for.

with written as (
    {{ owner_of(ref('stg_certification__certificate'), 'certificate_no', 'enterprise_name', 'valid_from') }}
    union all
    {{ owner_of(ref('stg_certification__platform'), 'platform_no', 'enterprise_name', 'valid_from') }}
    union all
    {{ owner_of(ref('stg_certification__award'), 'award_no', 'enterprise_name', 'awarded_date') }}
    union all
    {{ owner_of(ref('stg_certification__programme'), 'project_no', 'enterprise_name', 'approved_date') }}
    union all
    {{ owner_of(ref('stg_certification__technology_contract'), 'contract_no', 'enterprise_name', 'registered_date') }}
    union all
    {{ owner_of(ref('stg_certification__equity_round'), 'round_no', 'enterprise_name', 'changed_date') }}
    union all
    {{ owner_of(ref('stg_certification__adverse_record'), 'record_no', 'enterprise_name', 'decided_date') }}
    union all
    {{ owner_of(ref('stg_certification__standard'), 'record_no', 'enterprise_name', 'published_date') }}
    union all
    {{ owner_of(ref('stg_certification__ip_used_in_certification'), 'record_no', 'enterprise_name', 'applied_date') }}
    union all
    {{ owner_of(ref('stg_ip__software_copyright'), 'registration_no', 'owner_name', 'registered_date') }}
    union all
    {{ owner_of(ref('stg_ip__layout_design'), 'registration_no', 'owner_name', 'registered_date') }}
    union all
    select
        'ip' as source,
        'patent' as table_name,
        application_no as record_no,
        place,
        owner_code,
        owner_name,
        applied_date as record_date
    from {{ ref('patent_applicant') }}
)

select
    written.*,
    {{ name_key('written.owner_name') }} as name_key,
    -- A credit code speaks for itself, registered here or not; an older code only through the registration office.
    coalesce(known.uscc, case when length(written.owner_code) = 18 then written.owner_code end) as uscc_of_code
from written
left join {{ ref('enterprise_code') }} as known on written.owner_code = known.code
