-- One row per subsidy edition, year and loan: what it is granted, rounded half up to the cent once a loan and year.
-- The cap of an enterprise goes to its loans as they were drawn; a loan in default gets nothing for that year.

with defaulted as (
    select
        bank,
        loan_no,
        year(event_date) as default_year
    from {{ ref('loan_state') }}
    where is_first_default
),

accrued as (
    select
        counted.*,
        loan.uscc,
        loan.product_name,
        loan.rate_ratio,
        loan.started_date,
        subsidy.taken_back_on_default,
        coalesce(subsidy.firm_year_cap_cny, 10000000000000.00) as cap_cny,
        coalesce(defaulted.default_year, 9999) as default_year,
        {{ subsidised("counted.balance_days_cny", "loan.rate_ratio", "1", "subsidy.day_count") }} as interest_cny,
        {{ subsidised("counted.balance_days_cny", "loan.rate_ratio", "subsidy.interest_share", "subsidy.day_count") }}
            as accrued_cny
    from {{ ref('subsidised_year') }} as counted
    inner join {{ source('registry', 'subsidy') }} as subsidy
        on counted.subsidy = subsidy.subsidy and counted.edition = subsidy.edition
    inner join {{ ref('stg_bank_returns__loan') }} as loan
        on counted.bank = loan.bank and counted.loan_no = loan.loan_no and loan.rate_ratio is not null
    left join defaulted on counted.bank = defaulted.bank and counted.loan_no = defaulted.loan_no
),

claimed as (
    select
        *,
        case when taken_back_on_default and year >= default_year then 0 else accrued_cny end as claimed_cny
    from accrued
),

queued as (
    select
        *,
        coalesce(sum(claimed_cny) over (
            partition by subsidy, year, uscc
            order by started_date, bank, loan_no, edition
            rows between unbounded preceding and 1 preceding
        ), 0) as earlier_cny
    from claimed
)

select
    subsidy,
    edition,
    year,
    bank,
    loan_no,
    uscc,
    product_name,
    rate_ratio,
    day_count,
    balance_days_cny,
    interest_cny,
    accrued_cny,
    taken_back_on_default,
    default_year,
    cast(case
        when earlier_cny + claimed_cny <= cap_cny then claimed_cny
        when earlier_cny >= cap_cny then 0
        else cap_cny - earlier_cny
    end as decimal(18, 2)) as granted_cny
from queued
