-- One row per enterprise and closed tax year with both: twelve months of VAT sales against the annual CIT revenue.
select
    uscc, tax_year, vat_sale_cny, cit_revenue_cny, vat_to_cit_ratio,
    is_within_corridor as holds
from candidate.measures.revenue_compared
