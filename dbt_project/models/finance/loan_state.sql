-- One row per loan and event up to the as-of date: what the borrower owes after it, overdue or not, in default or not.
-- A loan once in default stays so; what comes in afterwards is a recovery. place: order within the loan.

with happened as (
    select
        bank,
        loan_no,
        event_no,
        event_type,
        event_date,
        amount_cny,
        row_number() over (partition by bank, loan_no order by event_date, event_no) as place,
        case
            when event_type = '放款' then amount_cny
            when event_type in ('还款', '追偿回收') then -amount_cny
            else 0
        end as moved_cny
    from {{ ref('stg_bank_returns__balance_event') }}
    where event_date <= {{ as_of() }}
),

so_far as (
    select
        *,
        sum(moved_cny) over (partition by bank, loan_no order by place) as owed_cny,
        max(case when event_type = '逾期' then place else 0 end)
            over (partition by bank, loan_no order by place) as overdue_place,
        max(case when event_type = '结清逾期' then place else 0 end)
            over (partition by bank, loan_no order by place) as cured_place,
        min(case when event_type = '不良' then place end)
            over (partition by bank, loan_no order by place) as default_place
    from happened
)

select
    bank,
    loan_no,
    place,
    event_no,
    event_type,
    event_date,
    amount_cny,
    cast(greatest(owed_cny, 0) as decimal(18, 2)) as balance_cny,
    overdue_place > cured_place as is_overdue,
    default_place is not null as is_default,
    coalesce(place = default_place, false) as is_first_default
from so_far
