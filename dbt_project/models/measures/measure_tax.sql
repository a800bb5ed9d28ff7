-- One row per enterprise: measures of the latest closed tax year, from returns, form A107012, payments and ratings.

with rating as (
    select uscc, rating
    from {{ ref('stg_tax__credit_rating') }}
    where rated_date <= {{ as_of() }}
    qualify row_number() over (partition by uscc order by rating_year desc, rated_date desc) = 1
)

select
    this_year.uscc,
    {{ measure_value('this_year.revenue_cny') }} as revenue_cny,
    case
        when earlier.revenue_cny > 0
            then {{ ratio('this_year.revenue_cny - earlier.revenue_cny', 'earlier.revenue_cny') }}
    end as revenue_growth_ratio,
    {{ measure_value('this_year.rd_expense_cny') }} as rd_expense_cny,
    case
        when earlier.rd_expense_cny > 0
            then {{ ratio('this_year.rd_expense_cny - earlier.rd_expense_cny', 'earlier.rd_expense_cny') }}
    end as rd_expense_growth_ratio,
    case
        when this_year.revenue_cny > 0
            then {{ ratio('this_year.rd_expense_cny', 'this_year.revenue_cny') }}
    end as rd_intensity_ratio,
    case
        when this_year.cost_expense_cny > 0
            then {{ ratio('this_year.rd_expense_cny', 'this_year.cost_expense_cny') }}
    end as rd_cost_ratio,
    {{ measure_value('this_year.relief_cny') }} as rd_super_deduction_relief_cny,
    case
        when this_year.net_assets_twice_cny > 0
            then {{ ratio('2 * this_year.net_profit_cny', 'this_year.net_assets_twice_cny') }}
    end as return_on_net_assets_ratio,
    {{ measure_value('this_year.total_assets_cny') }} as total_assets_cny,
    case
        when this_year.total_assets_cny > 0
            then {{ ratio(
                '2 * this_year.total_assets_cny - this_year.net_assets_twice_cny',
                '2 * this_year.total_assets_cny'
            ) }}
    end as debt_ratio,
    case
        when this_year.revenue_cny > 0
            then {{ ratio('this_year.net_profit_cny', 'this_year.revenue_cny') }}
    end as net_profit_margin_ratio,
    {{ measure_value('this_year.tax_paid_cny') }} as tax_paid_cny,
    case
        when earlier.tax_paid_cny > 0
            then {{ ratio('this_year.tax_paid_cny - earlier.tax_paid_cny', 'earlier.tax_paid_cny') }}
    end as tax_paid_growth_ratio,
    -- D is 1, C 2, M 3, B 4, A 5.
    {{ measure_value("instr('DCMBA', rating.rating)") }} as tax_credit_rating_level
from {{ ref('tax_year') }} as this_year
inner join {{ ref('tax_year') }} as earlier
    on this_year.uscc = earlier.uscc and this_year.tax_year = earlier.tax_year + 1
left join rating on this_year.uscc = rating.uscc
where this_year.tax_year = {{ closed_tax_year() }}
