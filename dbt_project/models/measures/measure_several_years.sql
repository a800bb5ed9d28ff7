-- One row per enterprise: what official tables ask of more than one closed tax year, and the age of the enterprise.
-- _1, _2, _3 are the last three closed years in order, _0 the one before them.

with by_year as (
    select
        uscc,
        max(case when tax_year = {{ closed_tax_year() }} - 3 then revenue_cny end) as revenue_0,
        max(case when tax_year = {{ closed_tax_year() }} - 2 then revenue_cny end) as revenue_1,
        max(case when tax_year = {{ closed_tax_year() }} - 1 then revenue_cny end) as revenue_2,
        max(case when tax_year = {{ closed_tax_year() }} then revenue_cny end) as revenue_3,
        max(case when tax_year = {{ closed_tax_year() }} - 2 then rd_expense_cny end) as rd_1,
        max(case when tax_year = {{ closed_tax_year() }} - 1 then rd_expense_cny end) as rd_2,
        max(case when tax_year = {{ closed_tax_year() }} then rd_expense_cny end) as rd_3,
        max(case when tax_year = {{ closed_tax_year() }} - 2 then net_assets_end_cny end) as net_assets_1,
        max(case when tax_year = {{ closed_tax_year() }} - 1 then net_assets_end_cny end) as net_assets_2,
        max(case when tax_year = {{ closed_tax_year() }} then net_assets_end_cny end) as net_assets_3
    from {{ ref('tax_year') }}
    group by uscc
),

lived as (
    select
        by_year.*,
        enterprise.established_date,
        year(enterprise.established_date) > {{ closed_tax_year() }} - 2 as is_after_1,
        year(enterprise.established_date) > {{ closed_tax_year() }} - 1 as is_after_2
    from by_year
    inner join {{ ref('enterprise') }} as enterprise on by_year.uscc = enterprise.uscc
),

-- A year before the enterprise was founded is none of its years: zero, not unknown.
counted as (
    select
        *,
        case when is_after_1 then 0 else revenue_1 end as sales_1,
        case when is_after_2 then 0 else revenue_2 end as sales_2,
        case when is_after_1 then 0 else rd_1 end as spent_1,
        case when is_after_2 then 0 else rd_2 end as spent_2,
        case when is_after_1 then 0 else net_assets_1 end as worth_1,
        case when is_after_2 then 0 else net_assets_2 end as worth_2
    from lived
)

select
    uscc,
    {{ age_in_years('established_date') }} as established_years,
    {{ measure_value('revenue_0') }} as revenue_three_years_before_cny,
    case when revenue_0 > 0 and revenue_3 >= 0 then {{ root(ratio('revenue_3', 'revenue_0'), 3) }} - 1 end
        as revenue_cagr_3y_ratio,
    case when revenue_1 > 0 and revenue_3 >= 0 then {{ root(ratio('revenue_3', 'revenue_1'), 2) }} - 1 end
        as revenue_cagr_2y_ratio,
    {{ three_year_growth('sales_1', 'sales_2', 'revenue_3') }} as sales_growth_3y_ratio,
    {{ three_year_growth('worth_1', 'worth_2', 'net_assets_3') }} as net_asset_growth_3y_ratio,
    {{ ratio('rd_2 + rd_3', '2') }} as rd_expense_mean_2y_cny,
    case when revenue_2 > 0 then {{ ratio('rd_2', 'revenue_2') }} end as rd_intensity_prior_year_ratio,
    case
        when sales_1 + sales_2 + revenue_3 > 0
            then {{ ratio('spent_1 + spent_2 + rd_3', 'sales_1 + sales_2 + revenue_3') }}
    end as rd_intensity_3y_ratio
from counted
