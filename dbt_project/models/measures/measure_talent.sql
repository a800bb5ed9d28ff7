-- One row per enterprise: staff insured in the last complete month and over the twelve months up to it.

{%- set last_twelve = '(month_bits & ' ~ 4095 * 4096 ~ ')' %}
{%- set twelve_before = '(month_bits & 4095)' %}

with skilled as (
    select distinct person_code
    from {{ ref('stg_talent__skill_certificate') }}
    where
        skill_level in ('高级工', '技师', '高级技师', '特级技师', '首席技师')
        and issued_date <= {{ as_of() }}
        and (revoked_date is null or revoked_date > {{ as_of() }})
),

staff as (
    select
        uscc,
        count(case when is_insured then 1 end) as staff_count,
        sum(bit_count({{ last_twelve }})) as person_months,
        sum(bit_count({{ twelve_before }})) as prior_person_months,
        count(case when is_rd and bit_count({{ last_twelve }}) >= 6 then 1 end) as rd_staff_count,
        count(case when is_postgraduate then 1 end) as postgraduate_count,
        count(case when is_doctor then 1 end) as doctoral_count,
        count(case when is_graduate_hired then 1 end) as graduates_hired_count,
        count(case when is_insured then skilled.person_code end) as skilled_count
    from {{ ref('insured_person') }} as person
    left join skilled on person.person_code = skilled.person_code
    group by uscc
),

titled as (
    select uscc, count(distinct person_code) as person_count
    from {{ ref('stg_talent__talent_title') }}
    where {{ valid_at('valid_from', 'valid_to') }}
    group by uscc
)

select
    enterprise.uscc,
    {{ measure_value('coalesce(staff.staff_count, 0)') }} as staff_count,
    {{ ratio('coalesce(staff.person_months, 0)', '12') }} as staff_average_count,
    {{ measure_value('coalesce(staff.rd_staff_count, 0)') }} as rd_staff_count,
    -- Staff present now may exceed the year's average in a growing firm: the share stops at one.
    case
        when staff.person_months > 0
            then least({{ ratio('staff.rd_staff_count * 12', 'staff.person_months') }}, 1)
    end as rd_staff_share_ratio,
    {{ ratio('staff.postgraduate_count', 'staff.staff_count') }} as postgraduate_share_ratio,
    {{ ratio('staff.skilled_count', 'staff.staff_count') }} as skilled_staff_share_ratio,
    {{ measure_value('coalesce(staff.doctoral_count, 0)') }} as doctoral_staff_count,
    {{ measure_value('coalesce(staff.graduates_hired_count, 0)') }} as graduates_hired_count,
    {{ ratio('staff.person_months - staff.prior_person_months', 'staff.prior_person_months') }} as staff_growth_ratio,
    {{ measure_value('coalesce(titled.person_count, 0)') }} as high_level_talent_count
from {{ ref('enterprise') }} as enterprise
left join staff on enterprise.uscc = staff.uscc
left join titled on enterprise.uscc = titled.uscc
