-- One row per record of an office and owner written on it: which enterprise that is, how it was found, or why not.

with answer as (
    -- The latest answer to a question is the one in force; an answer to one record goes before one to all of a name.
    select
        record,
        answered_on,
        {{ name_key('name') }} as name_key,
        nullif(uscc, 'none') as uscc
    from {{ source('registry', 'identity_answer') }}
    where {{ known_by('answered_on') }}
    qualify row_number() over (partition by record, {{ name_key('name') }} order by answered_on desc, line desc) = 1
),

found as (
    select
        written.*,
        matched.holder_count,
        matched.uscc as uscc_of_name,
        of_record.name_key is not null or of_name.name_key is not null as is_answered,
        case when of_record.name_key is not null then of_record.answered_on else of_name.answered_on end as answered_on,
        case when of_record.name_key is not null then of_record.uscc else of_name.uscc end as uscc_of_answer,
        near.name_key is not null as is_near
    from {{ ref('owner_record') }} as written
    left join {{ ref('name_match') }} as matched
        on
            written.uscc_of_code is null
            and written.name_key = matched.name_key
            and written.record_date is not distinct from matched.record_date
    left join {{ ref('name_candidate') }} as near
        on written.uscc_of_code is null and written.name_key = near.name_key and near.position = 1
    left join answer as of_record
        on
            written.name_key = of_record.name_key
            and of_record.record = written.source || '.' || written.table_name || '/' || written.record_no
    left join answer as of_name on written.name_key = of_name.name_key and of_name.record = ''
)

select
    source,
    table_name,
    record_no,
    place,
    owner_code,
    owner_name,
    name_key,
    record_date,
    case
        when uscc_of_code is not null then uscc_of_code
        when is_answered then uscc_of_answer
        else uscc_of_name
    end as uscc,
    case
        when uscc_of_code is not null then case when length(owner_code) = 18 then 'code' else 'old_code' end
        when is_answered then case when uscc_of_answer is null then 'answered_nobody' else 'answer' end
        when uscc_of_name is not null then case when holder_count = 1 then 'name' else 'name_of_the_day' end
        when holder_count > 1 then 'ambiguous'
        when is_near then 'near'
        else 'nobody_known'
    end as way,
    case when uscc_of_code is null then answered_on end as answered_on,
    uscc_of_name
from found
