-- One row per loan filed under a risk-compensation pool: the edition in force that day, and how much of it is covered.
-- Loans are admitted in the order they were filed until the pool's size is used up; the last may be covered in part.

with filed as (
    select
        loan.bank,
        loan.loan_no,
        loan.uscc,
        loan.filed_date,
        loan.principal_cny,
        pool.pool,
        pool.edition,
        bank_share.tier,
        pool.size_cny,
        coalesce(pool.firm_cap_cny, 10000000000000.00) as firm_cap_cny,
        coalesce(sum(loan.principal_cny) over (
            partition by pool.pool, pool.edition
            order by loan.filed_date, loan.bank, loan.loan_no
            rows between unbounded preceding and 1 preceding
        ), 0) as earlier_cny
    from {{ ref('stg_bank_returns__loan') }} as loan
    inner join {{ source('registry', 'risk_pool') }} as pool
        on
            loan.pool = pool.pool
            and loan.filed_date >= pool.effective_from
            and loan.filed_date <= coalesce(pool.effective_to, loan.filed_date)
    inner join {{ source('registry', 'risk_pool_share') }} as bank_share
        on
            pool.pool = bank_share.pool
            and pool.edition = bank_share.edition
            and bank_share.role = 'bank'
            and bank_share.tier = coalesce(loan.pool_tier, 'all')
    where loan.filed_date <= {{ as_of() }}
)

select
    bank,
    loan_no,
    uscc,
    filed_date,
    pool,
    edition,
    tier,
    firm_cap_cny,
    cast(case
        when size_cny is null or earlier_cny + principal_cny <= size_cny then principal_cny
        when earlier_cny >= size_cny then 0
        else size_cny - earlier_cny
    end as decimal(18, 2)) as admitted_cny
from filed
