-- One row per enterprise and closed tax year with twelve months of VAT returns and an annual CIT return: do they agree?

select
    vat.uscc,
    vat.tax_year,
    vat.sale_cny as vat_sale_cny,
    annual.revenue_cny as cit_revenue_cny,
    {{ ratio('vat.sale_cny', 'annual.revenue_cny') }} as vat_to_cit_ratio,
    -- Half a million is what rounding, timing and other income may make of a small enterprise.
    abs(vat.sale_cny - annual.revenue_cny) <= 500000
    or coalesce(
        vat.sale_cny between annual.revenue_cny * {{ var('vat_to_cit_corridor')[0] }}
        and annual.revenue_cny * {{ var('vat_to_cit_corridor')[1] }},
        false
    ) as is_within_corridor
from {{ ref('vat_year') }} as vat
inner join {{ ref('stg_tax__cit_annual') }} as annual
    on vat.uscc = annual.uscc and vat.tax_year = annual.tax_year
where annual.revenue_cny is not null
