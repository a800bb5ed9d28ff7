-- One row per enterprise of the scored population: in business, not a sole trader, in the zone on the as-of day.

with renamed as (
    select
        uscc,
        min(case when changed_date > {{ as_of() }} then changed_date end) as next_change,
        max(case when changed_date <= {{ as_of() }} then changed_date end) as last_change
    from {{ ref('stg_registration__former_name') }}
    group by uscc
),

-- The name of the day: what the next change ended, else what the last change began.
name_of_the_day as (
    select
        renamed.uscc,
        coalesce(
            min(case when name.changed_date = renamed.next_change then name.former_name end),
            min(case when name.changed_date = renamed.last_change then name.new_name end)
        ) as enterprise_name
    from renamed
    inner join {{ ref('stg_registration__former_name') }} as name on renamed.uscc = name.uscc
    group by renamed.uscc
)

select
    registered.uscc,
    coalesce(named.enterprise_name, registered.enterprise_name) as enterprise_name,
    registered.industry_code,
    registered.established_date,
    -- A table on trial may bring stages and groups of its own; the zone measures its stages.
    nullif('', '') as given_stage,
    nullif('', '') as peer_group,
    min(zone.entered_date) as entered_zone_date
from {{ ref('stg_registration__enterprise') }} as registered
inner join {{ ref('stg_registration__zone_membership') }} as zone
    on registered.uscc = zone.uscc
left join name_of_the_day as named
    on registered.uscc = named.uscc
where
    -- A state of the register says since when: who was struck off later was in business on the day.
    (registered.registration_state in ('存续', '在营') or registered.state_date > {{ as_of() }})
    and coalesce(registered.enterprise_type, '') <> '个体工商户'
    and registered.uscc not like '92%'
    and (registered.established_date is null or registered.established_date <= {{ as_of() }})
    and zone.entered_date <= {{ as_of() }}
    and (zone.left_date is null or zone.left_date > {{ as_of() }})
group by
    registered.uscc, registered.enterprise_name, named.enterprise_name,
    registered.industry_code, registered.established_date
