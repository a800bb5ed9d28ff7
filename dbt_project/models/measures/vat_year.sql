-- One row per enterprise and calendar year (the four latest closed) whose VAT returns cover every month exactly once.

with filed as (
    select
        uscc,
        year(period_from) as tax_year,
        month(period_from) as first_month,
        month(period_to) - month(period_from) + 1 as month_count,
        sale_cny
    from {{ ref('stg_tax__vat_return') }}
    where
        year(period_from) = year(period_to)
        and year(period_from) between {{ closed_tax_year() }} - 3 and {{ closed_tax_year() }}
        and sale_cny is not null
)

select
    uscc,
    tax_year,
    sum(sale_cny) as sale_cny
from filed
group by uscc, tax_year
-- Twelve months in sum and all twelve seen: no gap, none twice.
having sum(month_count) = 12 and bit_or({{ month_bits('first_month - 1', 'month_count') }}) = 4095
