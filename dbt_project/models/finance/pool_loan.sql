-- One row per loan covered by a risk-compensation pool: the tier that shares its losses, and how much of it is covered.
-- Loans are admitted in the order they were filed until the pool's size is used up; the last may be covered in part.

with covered as (
    select
        *,
        coalesce(sum(principal_cny) over (
            partition by pool, edition
            order by filed_date, bank, loan_no
            rows between unbounded preceding and 1 preceding
        ), 0) as earlier_cny
    from {{ ref('pool_filing') }}
    where tier is not null
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
from covered
