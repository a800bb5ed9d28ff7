-- One row per enterprise of the scored population: in business, not a sole trader, in the zone on the as-of day.

select
    registered.uscc,
    registered.enterprise_name,
    registered.industry_code,
    registered.established_date,
    min(zone.entered_date) as entered_zone_date
from {{ ref('stg_registration__enterprise') }} as registered
inner join {{ ref('stg_registration__zone_membership') }} as zone
    on registered.uscc = zone.uscc
where
    registered.registration_state in ('存续', '在营')
    and coalesce(registered.enterprise_type, '') <> '个体工商户'
    and zone.entered_date <= {{ as_of() }}
    and (zone.left_date is null or zone.left_date > {{ as_of() }})
group by
    registered.uscc, registered.enterprise_name, registered.industry_code, registered.established_date
