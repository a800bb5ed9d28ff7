-- One row per subsidy edition, year, loan and kind: `grant`, what the loan got for the year, or `take_back`, what it
-- returns in the year of its default.

select
    subsidy,
    edition,
    year,
    'grant' as kind,
    bank,
    loan_no,
    uscc,
    product_name,
    rate_ratio,
    day_count,
    balance_days_cny,
    interest_cny,
    accrued_cny,
    granted_cny as amount_cny,
    case
        when taken_back_on_default and year >= default_year then 'in_default'
        when granted_cny = accrued_cny then 'whole'
        when granted_cny > 0 then 'capped'
        else 'cap_used_up'
    end as because
from {{ ref('subsidy_granted') }}
union all
select
    subsidy,
    edition,
    cast(default_year as integer) as year,
    'take_back' as kind,
    bank,
    loan_no,
    uscc,
    product_name,
    rate_ratio,
    cast(0 as integer) as day_count,
    cast(0 as decimal(20, 2)) as balance_days_cny,
    cast(0 as decimal(28, 2)) as interest_cny,
    cast(0 as decimal(28, 2)) as accrued_cny,
    cast(-sum(granted_cny) as decimal(18, 2)) as amount_cny,
    'in_default' as because
from {{ ref('subsidy_granted') }}
where taken_back_on_default and year < default_year and default_year < 9999
group by subsidy, edition, default_year, bank, loan_no, uscc, product_name, rate_ratio
having sum(granted_cny) > 0
