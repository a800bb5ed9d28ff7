-- One row per record of which the offices said something since the edition before, and enterprise: what kind of news.
-- `owner`: nothing was said about the record, but it is another enterprise's than then: an answer came, or a name.

with insured as (
    select distinct
        person_code,
        uscc
    from {{ ref('stg_talent__social_insurance') }}
),

whose as (
    select
        said.source,
        said.table_name,
        said.fact_year,
        said.kind,
        case
            when said.uscc is not null then said.uscc
            when said.person_code is not null then insured.uscc
            when owner.uscc is not null then owner.uscc
            when length(said.owner_code) = 18 then said.owner_code
        end as uscc
    from {{ ref('record_said') }} as said
    left join {{ ref('owner') }} as owner
        on
            said.uscc is null
            and said.source = owner.source
            and replace(said.table_name, '_event', '') = owner.table_name
            and said.record_no = owner.record_no
    left join insured
        on
            said.uscc is null
            and said.person_code = insured.person_code
),

renamed as (
    -- A name of old, or a registration that was not there, may give an enterprise records that only a name leads to.
    select distinct uscc
    from whose
    where
        source = 'registration'
        and (table_name = 'former_name' or (table_name = 'enterprise' and kind <> 'corrected'))
),

reassigned as (
    select record_owner.source, record_owner.table_name, record_owner.record_date, record_owner.uscc
    from {{ ref('record_owner') }} as record_owner
    left join renamed on record_owner.uscc = renamed.uscc
    cross join {{ source('history', 'previous_edition') }} as edition
    where
        record_owner.answered_on > edition.known_on
        or (renamed.uscc is not null and record_owner.way in ('name', 'name_of_the_day', 'old_code'))
    union all
    select record_owner.source, record_owner.table_name, record_owner.record_date, record_owner.uscc_of_name as uscc
    from {{ ref('record_owner') }} as record_owner
    cross join {{ source('history', 'previous_edition') }} as edition
    where record_owner.answered_on > edition.known_on
)

select distinct source, table_name, uscc, fact_year, kind
from whose
where uscc is not null
union
select source, table_name, uscc, year(record_date) as fact_year, 'owner' as kind
from reassigned
where uscc is not null
