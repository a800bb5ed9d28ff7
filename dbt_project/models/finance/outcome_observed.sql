-- One row per scheme, window and enterprise that owed money and was not in default when the window opened: the points
-- published before, and whether any of its loans defaulted in the window.

with at_opening as (
    select
        past.as_of_date,
        past.scheme,
        past.uscc,
        max_by(state.balance_cny, state.place) as balance_cny,
        max_by(state.is_default, state.place) as is_default
    from {{ source('history', 'past_score') }} as past
    inner join {{ ref('stg_bank_returns__loan') }} as loan on past.uscc = loan.uscc
    inner join {{ ref('loan_state') }} as state
        on loan.bank = state.bank and loan.loan_no = state.loan_no and past.window_from > state.event_date
    group by past.as_of_date, past.scheme, past.uscc, loan.bank, loan.loan_no
),

performing as (
    select
        as_of_date,
        scheme,
        uscc
    from at_opening
    group by as_of_date, scheme, uscc
    having sum(balance_cny) > 0 and not bool_or(is_default)
),

defaulted as (
    select
        past.as_of_date,
        past.scheme,
        past.uscc
    from {{ source('history', 'past_score') }} as past
    inner join {{ ref('stg_bank_returns__loan') }} as loan on past.uscc = loan.uscc
    inner join {{ ref('loan_state') }} as state
        on
            loan.bank = state.bank and loan.loan_no = state.loan_no and state.is_first_default
            and past.window_from <= state.event_date and past.window_to >= state.event_date
    group by past.as_of_date, past.scheme, past.uscc
)

select
    past.as_of_date,
    past.window_from,
    past.window_to,
    past.scheme,
    past.uscc,
    past.stage,
    past.score,
    grade.grade,
    case when defaulted.uscc is null then 0 else 1 end as is_bad,
    rank() over (partition by past.scheme order by past.score) - 1 as below_count,
    count(*) over (partition by past.scheme) as scheme_count
from {{ source('history', 'past_score') }} as past
inner join performing
    on past.as_of_date = performing.as_of_date and past.scheme = performing.scheme and past.uscc = performing.uscc
left join defaulted
    on past.as_of_date = defaulted.as_of_date and past.scheme = defaulted.scheme and past.uscc = defaulted.uscc
left join {{ source('registry', 'scheme_grade') }} as grade
    on
        past.scheme = grade.scheme
        and past.scheme_edition = grade.edition
        and {{ holds("grade", "past.score") }}
