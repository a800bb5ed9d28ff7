-- One row per bank and enterprise it reported on: pre-approved, approved, drawn, kept apart, beside loans and our line.
-- Only what had happened by the as-of day. finding: the first way in which the bank's figures do not agree, or agrees.

with line as (
    select
        bank,
        uscc,
        line_no,
        max(case when line_state = '预授信' then amount_cny end) as pre_approved_cny,
        max(case when line_state = '已批' then amount_cny end) as approved_cny,
        max(case when line_state = '已用' then amount_cny end) as drawn_cny
    from {{ ref('stg_bank_returns__credit_line') }}
    where state_date <= {{ as_of() }}
    group by bank, uscc, line_no
),

reported as (
    select
        bank,
        uscc,
        1 as is_line,
        pre_approved_cny,
        approved_cny,
        drawn_cny,
        0 as principal_cny,
        0 as balance_cny,
        case when coalesce(approved_cny, 0) > coalesce(pre_approved_cny, 0) then 1 else 0 end as is_over_approved,
        case when coalesce(drawn_cny, 0) > coalesce(approved_cny, 0) then 1 else 0 end as is_over_drawn
    from line
    union all
    select
        bank,
        uscc,
        0 as is_line,
        0 as pre_approved_cny,
        0 as approved_cny,
        0 as drawn_cny,
        principal_cny,
        balance_cny,
        0 as is_over_approved,
        0 as is_over_drawn
    from {{ ref('stg_bank_returns__loan') }}
    where started_date <= {{ as_of() }}
),

summed as (
    select
        bank,
        uscc,
        cast(sum(is_line) as integer) as line_count,
        cast(count(*) - sum(is_line) as integer) as loan_count,
        cast(coalesce(sum(pre_approved_cny), 0) as decimal(18, 2)) as pre_approved_cny,
        cast(coalesce(sum(approved_cny), 0) as decimal(18, 2)) as approved_cny,
        cast(coalesce(sum(drawn_cny), 0) as decimal(18, 2)) as drawn_cny,
        cast(coalesce(sum(principal_cny), 0) as decimal(18, 2)) as principal_cny,
        cast(coalesce(sum(balance_cny), 0) as decimal(18, 2)) as balance_cny,
        max(is_over_approved) as is_over_approved,
        max(is_over_drawn) as is_over_drawn
    from reported
    group by bank, uscc
),

offered as (
    select
        bank,
        uscc,
        max(amount_cny) as offered_cny
    from {{ ref('line_amount') }}
    where verdict = 'qualifies'
    group by bank, uscc
)

select
    summed.bank,
    summed.uscc,
    summed.line_count,
    summed.pre_approved_cny,
    summed.approved_cny,
    summed.drawn_cny,
    summed.loan_count,
    summed.principal_cny,
    summed.balance_cny,
    offered.offered_cny,
    case
        when summed.is_over_approved = 1 then 'approved_above_pre_approved'
        when summed.is_over_drawn = 1 then 'drawn_above_approved'
        when summed.line_count = 0 then 'loan_without_line'
        when summed.drawn_cny > 0 and summed.loan_count = 0 then 'drawn_without_loan'
        when summed.drawn_cny <> summed.principal_cny then 'principal_is_not_what_was_drawn'
        else 'agrees'
    end as finding
from summed
left join offered on summed.bank = offered.bank and summed.uscc = offered.uscc
