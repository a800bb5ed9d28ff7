-- One row per enterprise: patents applied for, granted and valid; software copyrights and layout designs.

with patent as (
    select
        uscc,
        count(case when patent_type = '发明' and is_main_business and {{ within_years('applied_date', 3) }} then 1 end)
            as invention_applications,
        count(case when patent_type = 'PCT' and is_main_business and {{ within_years('applied_date', 3) }} then 1 end)
            as pct_applications,
        count(case when patent_type = '发明' and is_valid then 1 end) as valid_inventions,
        count(case when patent_type = '实用新型' and is_valid then 1 end) as valid_utility_models,
        count(case when patent_type = '外观设计' and is_valid then 1 end) as valid_designs,
        count(case when is_granted_lately then 1 end) as grants
    from {{ ref('patent_holder') }}
    group by uscc
),

registered as (
    select
        uscc,
        count(case when {{ within_years('registered_date', 1) }} then 1 end) as last_year,
        count(case when {{ within_years('registered_date', 3) }} then 1 end) as last_three_years,
        count(case when right_type = 'software' then 1 end) as software,
        count(case when right_type = 'layout' then 1 end) as layouts
    from (
        select uscc, registered_date, 'software' as right_type
        from {{ owned(ref('stg_ip__software_copyright'), 'registration_no') }}
        union all
        select uscc, registered_date, 'layout' as right_type
        from {{ owned(ref('stg_ip__layout_design'), 'registration_no') }}
    ) as every_right
    where registered_date <= {{ as_of() }}
    group by uscc
),

held as (
    select
        talent.uscc,
        coalesce(patent.valid_inventions, 0) + coalesce(registered.layouts, 0) as class_one,
        coalesce(patent.valid_utility_models, 0) + coalesce(patent.valid_designs, 0)
        + coalesce(registered.software, 0) as class_two
    from {{ ref('measure_talent') }} as talent
    left join patent on talent.uscc = patent.uscc
    left join registered on talent.uscc = registered.uscc
)

select
    talent.uscc,
    {{ measure_value('coalesce(patent.invention_applications, 0)') }} as invention_application_count,
    {{ measure_value('coalesce(patent.pct_applications, 0)') }} as pct_application_count,
    {{ measure_value('coalesce(patent.valid_inventions, 0)') }} as valid_invention_patent_count,
    {{ measure_value('coalesce(patent.grants, 0) + coalesce(registered.last_year, 0)') }} as ip_grant_count,
    {{ measure_value('coalesce(registered.last_three_years, 0)') }} as software_layout_count,
    {{ ratio('coalesce(patent.valid_inventions, 0) * 100', 'talent.staff_count') }} as inventions_per_100_staff,
    {{ measure_value('coalesce(patent.valid_utility_models, 0)') }} as valid_utility_model_count,
    {{ measure_value('coalesce(patent.valid_designs, 0)') }} as valid_design_patent_count,
    {{ measure_value('held.class_one') }} as class_one_ip_count,
    {{ measure_value('held.class_two') }} as class_two_ip_count,
    {{ measure_value('held.class_one + held.class_two') }} as ip_right_count,
    {{ ratio('(held.class_one + held.class_two) * 100', 'talent.rd_staff_count') }} as ip_per_100_rd_staff
from {{ ref('measure_talent') }} as talent
inner join held on talent.uscc = held.uscc
left join patent on talent.uscc = patent.uscc
left join registered on talent.uscc = registered.uscc
