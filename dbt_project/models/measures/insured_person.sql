-- One row per enterprise and person insured there in the 24 months up to the last complete month.
-- Months are bits (0 = the oldest, 23 = the last month), so overlapping periods count each month once.

with clipped as (
    select
        *,
        {{ month_place('start_month') }} as start_place,
        greatest({{ month_place('start_month') }}, 0) as first_bit,
        least(coalesce({{ month_place('end_month') }}, 23), 23) as last_bit
    from {{ ref('stg_talent__social_insurance') }}
    where
        {{ month_place('start_month') }} <= 23
        and (end_month is null or {{ month_place('end_month') }} >= 0)
)

select
    uscc,
    person_code,
    bit_or({{ month_bits('first_bit', 'last_bit - first_bit + 1') }}) as month_bits,
    bool_or(last_bit = 23) as is_insured,
    bool_or(last_bit = 23 and coalesce(post in ('研发', '技术'), false)) as is_rd,
    bool_or(last_bit = 23 and coalesce(education in ('硕士研究生', '博士研究生'), false)) as is_postgraduate,
    bool_or(last_bit = 23 and coalesce(education = '博士研究生', false)) as is_doctor,
    bool_or(coalesce(
        start_place >= 12
        and first_insured_month = start_month
        and start_place - {{ month_place('graduated_month') }} between 0 and 12,
        false
    )) as is_graduate_hired
from clipped
group by uscc, person_code
