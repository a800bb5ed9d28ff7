-- One row per enterprise, name it bears or bore, and period: from its first day, up to the first day without it.

with change as (
    select
        uscc,
        former_name,
        new_name,
        changed_date,
        lag(changed_date) over (partition by uscc order by changed_date, former_name) as changed_before,
        lead(changed_date) over (partition by uscc order by changed_date, former_name) as changed_after
    from {{ ref('stg_registration__former_name') }}
),

born as (
    select uscc, former_name as enterprise_name, changed_before as valid_from, changed_date as valid_to from change
    union all
    select uscc, new_name as enterprise_name, changed_date as valid_from, changed_after as valid_to from change
    union all
    select registered.uscc, registered.enterprise_name, max(change.changed_date) as valid_from, null as valid_to
    from {{ ref('stg_registration__enterprise') }} as registered
    left join change on registered.uscc = change.uscc
    group by registered.uscc, registered.enterprise_name
)

select distinct
    born.uscc,
    {{ name_key('born.enterprise_name') }} as name_key,
    born.enterprise_name,
    coalesce(born.valid_from, registered.established_date) as valid_from,
    born.valid_to
from born
left join {{ ref('stg_registration__enterprise') }} as registered on born.uscc = registered.uscc
where {{ name_key('born.enterprise_name') }} is not null
