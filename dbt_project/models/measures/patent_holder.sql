-- One row per patent and zone enterprise among its applicants: each joint applicant counts the right once.

with event as (
    select
        application_no,
        bool_or(event_type = '授权' and {{ within_years('event_date', 1) }}) as is_granted_lately,
        max(case when place = 1 then event_type end) as last_event
    from (
        select
            *,
            row_number() over (
                partition by application_no order by event_date desc, updated_at desc nulls last, event_type asc
            ) as place
        from {{ ref('stg_ip__patent_event') }}
        where event_date <= {{ as_of() }}
    ) as ranked
    group by application_no
),

holder as (
    select application_no, patent_type, applied_date, is_main_business, uscc
    from {{ owned(ref('stg_ip__patent'), 'application_no') }}
)

select
    holder.*,
    coalesce(event.is_granted_lately, false) as is_granted_lately,
    coalesce(event.last_event in ('授权', '恢复'), false) as is_valid
from holder
inner join {{ ref('enterprise') }} as enterprise on holder.uscc = enterprise.uscc
left join event on holder.application_no = event.application_no
