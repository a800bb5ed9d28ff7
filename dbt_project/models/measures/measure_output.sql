-- One row per enterprise: industrial output and high-tech product revenue of the last calendar year.

with latest as (
    select uscc, report_month, output_to_date_cny
    from {{ ref('stg_output__monthly_output') }}
    where year(report_month) = {{ last_calendar_year() }}
    qualify row_number() over (partition by uscc order by report_month desc) = 1
)

select
    enterprise.uscc,
    {{ measure_value('latest.output_to_date_cny') }} as industrial_output_cny,
    -- The same month of the year before: year-to-date figures compare only with year-to-date figures as long.
    case
        when earlier.output_to_date_cny > 0
            then {{ ratio('latest.output_to_date_cny - earlier.output_to_date_cny', 'earlier.output_to_date_cny') }}
    end as industrial_output_growth_ratio,
    {{ measure_value('hightech.hightech_revenue_cny') }} as hightech_revenue_cny,
    case
        when hightech.revenue_cny > 0
            then {{ ratio('hightech.hightech_revenue_cny', 'hightech.revenue_cny') }}
    end as hightech_revenue_share_ratio
from {{ ref('enterprise') }} as enterprise
left join latest on enterprise.uscc = latest.uscc
left join {{ ref('stg_output__monthly_output') }} as earlier
    on
        latest.uscc = earlier.uscc
        and {{ month_number('latest.report_month') }} = {{ month_number('earlier.report_month') }} + 12
left join {{ ref('stg_output__hightech_revenue') }} as hightech
    on enterprise.uscc = hightech.uscc and hightech.report_year = {{ last_calendar_year() }}
