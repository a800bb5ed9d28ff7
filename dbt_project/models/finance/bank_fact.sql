-- One row per line and state a bank reported, and per loan: what it stands at on the as-of day.
-- A loan is unreconciled whose events leave another balance than its bank reports.

with loan_now as (
    select
        bank,
        loan_no,
        max_by(balance_cny, place) as balance_cny,
        max_by(is_overdue, place) as is_overdue,
        max_by(is_default, place) as is_default,
        sum(case when event_type = '放款' then amount_cny else 0 end) as drawn_cny
    from {{ ref('loan_state') }}
    group by bank, loan_no
),

reported as (
    select
        loan.bank,
        loan.loan_no,
        loan.balance_cny,
        coalesce(max_by(state.balance_cny, state.place), 0) as balance_then_cny
    from {{ ref('stg_bank_returns__loan') }} as loan
    left join {{ ref('loan_state') }} as state
        on loan.bank = state.bank and loan.loan_no = state.loan_no and loan.reported_date >= state.event_date
    where loan.reported_date <= {{ as_of() }}
    group by loan.bank, loan.loan_no, loan.balance_cny
)

select
    bank,
    coalesce(product_name, '未说明') as product_name,
    uscc,
    line_state as kind,
    amount_cny,
    0 as balance_cny,
    false as is_overdue,
    false as is_default,
    false as is_unreconciled
from {{ ref('stg_bank_returns__credit_line') }}
where state_date <= {{ as_of() }}
union all
select
    loan.bank,
    coalesce(loan.product_name, '未说明') as product_name,
    loan.uscc,
    '贷款' as kind,
    loan_now.drawn_cny as amount_cny,
    loan_now.balance_cny,
    loan_now.is_overdue and loan_now.balance_cny > 0 as is_overdue,
    loan_now.is_default,
    coalesce(reported.balance_cny <> reported.balance_then_cny, false) as is_unreconciled
from {{ ref('stg_bank_returns__loan') }} as loan
inner join loan_now on loan.bank = loan_now.bank and loan.loan_no = loan_now.loan_no
left join reported on loan.bank = reported.bank and loan.loan_no = reported.loan_no
