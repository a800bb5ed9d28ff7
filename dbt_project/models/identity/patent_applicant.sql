-- One row per patent and applicant on it: the name and the code of one place, or each alone where places do not agree.

with listed as (
    select
        application_no,
        applied_date,
        {{ applicants_joined('applicant_names') }} as applicant_names,
        applicant_codes
    from {{ ref('stg_ip__patent') }}
),

patent as (
    select
        *,
        length(applicant_names) - length(replace(applicant_names, ';', '')) + 1 as name_count,
        length(applicant_codes) - length(replace(applicant_codes, ';', '')) + 1 as code_count
    from listed
),

named as (
    select application_no, {{ each_of('applicant_names', 'owner_name', 'place') }} from patent
),

coded as (
    -- When there are not as many codes as names, nobody can say whose a code is: it stands behind the names.
    select
        application_no,
        name_count <> code_count as is_apart,
        name_count,
        {{ each_of('applicant_codes', 'owner_code', 'place') }}
    from patent
),

placed as (
    select application_no, place, owner_name, null as owner_code from named
    union all
    select
        application_no,
        place + case when is_apart then name_count else 0 end as place,
        null as owner_name,
        owner_code
    from coded
),

joined as (
    select
        application_no,
        place,
        nullif({{ trimmed('max(owner_name)') }}, '') as owner_name,
        nullif(max(owner_code), '') as owner_code
    from placed
    group by application_no, place
)

select joined.*, patent.applied_date
from joined
inner join patent on joined.application_no = patent.application_no
where joined.owner_name is not null or joined.owner_code is not null
