-- One row per enterprise and tax year: the latest closed year and the three before.

with paid as (
    select uscc, year(paid_date) as tax_year, sum(paid_cny) as paid_cny
    from {{ ref('stg_tax__tax_payment') }}
    where year(paid_date) between {{ closed_tax_year() }} - 3 and {{ closed_tax_year() }}
    group by uscc, year(paid_date)
),

wanted as (
    select uscc, {{ closed_tax_year() }} as tax_year from {{ ref('enterprise') }}
    union all
    select uscc, {{ closed_tax_year() }} - 1 as tax_year from {{ ref('enterprise') }}
    union all
    select uscc, {{ closed_tax_year() }} - 2 as tax_year from {{ ref('enterprise') }}
    union all
    select uscc, {{ closed_tax_year() }} - 3 as tax_year from {{ ref('enterprise') }}
)

select
    wanted.uscc,
    wanted.tax_year,
    coalesce(annual.revenue_cny, vat.sale_cny) as revenue_cny,
    -- An annual return without form A107012 says that nothing was deducted; without either, nothing is known.
    case
        when rd.uscc is not null then rd.line_40
        when annual.uscc is not null then 0
    end as rd_expense_cny,
    case
        when rd.uscc is not null then round(cast(rd.line_51 as decimal(28, 2)) * annual.tax_rate_ratio, 2)
        when annual.uscc is not null then 0
    end as relief_cny,
    annual.cost_expense_cny,
    annual.net_profit_cny,
    annual.net_assets_end_cny,
    annual.net_assets_begin_cny + annual.net_assets_end_cny as net_assets_twice_cny,
    annual.total_assets_cny,
    coalesce(paid.paid_cny, 0) as tax_paid_cny
from wanted
left join {{ ref('stg_tax__cit_annual') }} as annual
    on wanted.uscc = annual.uscc and wanted.tax_year = annual.tax_year
left join {{ ref('stg_tax__rd_deduction') }} as rd
    on wanted.uscc = rd.uscc and wanted.tax_year = rd.tax_year
left join {{ ref('vat_year') }} as vat
    on wanted.uscc = vat.uscc and wanted.tax_year = vat.tax_year
left join paid
    on wanted.uscc = paid.uscc and wanted.tax_year = paid.tax_year
