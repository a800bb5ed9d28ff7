-- One row per IP right and enterprise that holds it on the as-of day: its class, and if a 高企 application may name it.

with held as (
    select
        'patent' as right_kind,
        uscc,
        application_no as right_no,
        case when patent_type = '发明' then 1 else 2 end as right_class
    from {{ ref('patent_holder') }}
    where patent_type in ('发明', '实用新型', '外观设计') and is_valid
    union all
    select 'software' as right_kind, uscc, registration_no as right_no, 2 as right_class
    from {{ owned(ref('stg_ip__software_copyright'), 'registration_no') }}
    where registered_date <= {{ as_of() }}
    union all
    select 'layout' as right_kind, uscc, registration_no as right_no, 1 as right_class
    from {{ owned(ref('stg_ip__layout_design'), 'registration_no') }}
    where registered_date <= {{ as_of() }}
),

-- 仅限使用一次 is said of the right: whoever named it, it is used up for every owner, also for one that acquires it later.
used as (
    select distinct right_no
    from {{ ref('stg_certification__ip_used_in_certification') }}
    where
        certification_type = '高新技术企业'
        and applied_date <= {{ as_of() }}
        and not coalesce(result = '未通过' and decided_date <= {{ as_of() }}, false)
)

select
    held.uscc,
    held.right_kind,
    held.right_no,
    held.right_class,
    held.right_class = 1 or used.right_no is null as is_usable
from held
left join used on held.right_no = used.right_no
