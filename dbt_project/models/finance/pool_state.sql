-- One row per covered loan and event: what it exposes its pool to, at most what was admitted, what is lost at default.

select
    loan.pool,
    loan.edition,
    loan.tier,
    loan.bank,
    loan.loan_no,
    loan.uscc,
    loan.firm_cap_cny,
    state.place,
    state.event_no,
    state.event_type,
    state.event_date,
    state.amount_cny,
    state.balance_cny,
    state.is_default,
    state.is_first_default,
    case when state.is_default then 0 else least(state.balance_cny, loan.admitted_cny) end as exposed_cny,
    case when state.is_first_default then least(state.balance_cny, loan.admitted_cny) else 0 end as lost_cny
from {{ ref('pool_loan') }} as loan
inner join {{ ref('loan_state') }} as state on loan.bank = state.bank and loan.loan_no = state.loan_no
