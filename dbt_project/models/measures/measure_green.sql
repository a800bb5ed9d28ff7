-- One row per enterprise: how clean and how intense its energy is, green factory level, months of waste left open.

with listed as (
    select
        uscc,
        max(case level when '国家级' then 4 when '省级' then 3 when '市级' then 2 end) as highest_level
    from {{ ref('stg_green__green_factory') }}
    where {{ valid_at('valid_from', 'valid_to') }}
    group by uscc
),

-- Who ever reported a balance owes one for each of the last twelve months: silence is not a closed balance.
balance as (
    select
        uscc,
        24 - greatest(min(place), 12) - count(case when verdict = 'closed' and place >= 12 then 1 end) as open_months
    from (
        select
            *,
            {{ month_place('balance_month') }} as place
        from {{ ref('material_balance') }}
    ) as placed
    where place <= 23
    group by uscc
)

select
    enterprise.uscc,
    case
        when lately.is_complete and lately.kgce > 0
            then {{ whole_ratio(whole('lately.clean_kgce', 8), whole('lately.kgce', 8)) }}
    end as clean_energy_ratio,
    case
        when calendar.is_complete and output.output_to_date_cny > 0
            then {{ whole_ratio(whole('calendar.kgce', 8), whole('output.output_to_date_cny * 0.0001', 8)) }}
    end as energy_intensity_kgce_per_10k_cny,
    {{ measure_value('coalesce(listed.highest_level, 0)') }} as green_factory_level,
    {{ measure_value('coalesce(balance.open_months, 0)') }} as material_open_month_count
from {{ ref('enterprise') }} as enterprise
left join {{ ref('energy_year') }} as lately
    on enterprise.uscc = lately.uscc and lately.period = 'last_twelve_months'
left join {{ ref('energy_year') }} as calendar
    on enterprise.uscc = calendar.uscc and calendar.period = 'last_calendar_year'
-- December's year to date is the whole year; without it the year is not complete.
left join {{ ref('stg_output__monthly_output') }} as output
    on enterprise.uscc = output.uscc and output.report_month = {{ date_literal(last_calendar_year() ~ '-12-01') }}
left join listed on enterprise.uscc = listed.uscc
left join balance on enterprise.uscc = balance.uscc
