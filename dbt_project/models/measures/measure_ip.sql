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
        count(case when {{ within_years('registered_date', 3) }} then 1 end) as last_three_years
    from (
        select uscc, registered_date from {{ owned(ref('stg_ip__software_copyright'), 'registration_no') }}
        union all
        select uscc, registered_date from {{ owned(ref('stg_ip__layout_design'), 'registration_no') }}
    ) as every_right
    group by uscc
),

held as (
    select
        uscc,
        count(*) as rights,
        count(case when is_usable then 1 end) as usable,
        count(case when right_class = 1 then 1 end) as class_one,
        count(case when right_class = 2 then 1 end) as class_two,
        count(case when right_class = 2 and is_usable then 1 end) as class_two_unused
    from {{ ref('valid_right') }}
    group by uscc
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
    {{ measure_value('coalesce(held.class_one, 0)') }} as class_one_ip_count,
    {{ measure_value('coalesce(held.class_two, 0)') }} as class_two_ip_count,
    {{ measure_value('coalesce(held.class_two_unused, 0)') }} as class_two_ip_unused_count,
    {{ measure_value('coalesce(held.usable, 0)') }} as usable_ip_right_count,
    {{ measure_value('coalesce(held.rights, 0)') }} as ip_right_count,
    {{ ratio('coalesce(held.rights, 0) * 100', 'talent.rd_staff_count') }} as ip_per_100_rd_staff
from {{ ref('measure_talent') }} as talent
left join held on talent.uscc = held.uscc
left join patent on talent.uscc = patent.uscc
left join registered on talent.uscc = registered.uscc
