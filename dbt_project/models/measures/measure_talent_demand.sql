-- One row per enterprise: the posts it wants filled on the as-of day, and the stations for talents it hosts.

with asked as (
    select
        uscc,
        count(*) as posting_count,
        sum(wanted_count) as wanted_count,
        max(waiting_days) as longest_days
    from {{ ref('open_posting') }}
    group by uscc
),

hosted as (
    select
        uscc,
        count(*) as station_count,
        count(case when station_kind in ('博士后科研工作站', '博士后创新实践基地') then 1 end) as postdoctoral_count
    from {{ ref('stg_talent_demand__station') }}
    where set_up_date <= {{ as_of() }} and (revoked_date is null or revoked_date > {{ as_of() }})
    group by uscc
)

select
    enterprise.uscc,
    {{ measure_value('coalesce(asked.posting_count, 0)') }} as open_posting_count,
    {{ measure_value('coalesce(asked.wanted_count, 0)') }} as wanted_person_count,
    {{ measure_value('asked.longest_days') }} as longest_vacancy_days,
    {{ measure_value('coalesce(hosted.station_count, 0)') }} as talent_station_count,
    {{ measure_value('coalesce(hosted.postdoctoral_count, 0)') }} as postdoctoral_station_count
from {{ ref('enterprise') }} as enterprise
left join asked on enterprise.uscc = asked.uscc
left join hosted on enterprise.uscc = hosted.uscc
