-- One row per covered loan and event: how the cover of its enterprise moved, and what of the covered loss is left.
-- loss_cny is claimed at the default; net_loss_cny falls with what comes in afterwards, in proportion, to the cent.
-- The ratio in default is the bank's (or pool's) balances in default over all it has filed, at the end of the day.

with moved as (
    select
        *,
        exposed_cny - lag(exposed_cny, 1, 0) over (partition by pool, bank, loan_no order by place) as exposed_move_cny,
        balance_cny - lag(balance_cny, 1, 0) over (partition by pool, bank, loan_no order by place) as balance_move_cny,
        case
            when is_first_default then balance_cny
            when is_default
                then balance_cny - lag(balance_cny, 1, 0) over (partition by pool, bank, loan_no order by place)
            else 0
        end as default_move_cny,
        max(case when is_first_default then balance_cny else 0 end)
            over (partition by pool, bank, loan_no order by place) as default_balance_cny,
        min(case when is_default then balance_cny end)
            over (partition by pool, bank, loan_no order by place) as lowest_since_cny
    from {{ ref('pool_state') }}
),

of_firm as (
    select
        *,
        sum(exposed_move_cny) over (
            partition by pool, edition, uscc order by event_date, bank, loan_no, place
        ) as firm_exposed_cny,
        sum(lost_cny) over (
            partition by pool, edition, uscc order by event_date, bank, loan_no, place
        ) as firm_lost_cny
    from moved
),

capped as (
    select
        *,
        least(firm_exposed_cny, greatest(firm_cap_cny - firm_lost_cny, 0)) as firm_covered_cny,
        least(firm_cap_cny, firm_lost_cny) - least(firm_cap_cny, firm_lost_cny - lost_cny) as loss_cny
    from of_firm
),

claimed as (
    select
        *,
        firm_covered_cny - lag(firm_covered_cny, 1, 0) over (
            partition by pool, edition, uscc order by event_date, bank, loan_no, place
        ) as covered_move_cny,
        max(loss_cny) over (partition by pool, bank, loan_no order by place) as claim_cny,
        sum(case when event_type = '代偿' then amount_cny else 0 end)
            over (partition by pool, bank, loan_no order by place) as paid_cny,
        min(case when event_type = '代偿' then place end)
            over (partition by pool, bank, loan_no) as first_payout_place
    from capped
)

select
    pool,
    edition,
    tier,
    bank,
    loan_no,
    uscc,
    place,
    event_no,
    event_type,
    event_date,
    amount_cny,
    is_first_default,
    cast(paid_cny as decimal(18, 2)) as paid_cny,
    first_payout_place,
    cast(covered_move_cny as decimal(18, 2)) as covered_move_cny,
    cast(claim_cny as decimal(18, 2)) as claim_cny,
    {{ net_loss("claim_cny", "lowest_since_cny", "default_balance_cny") }} as net_loss_cny,
    cast(sum(default_move_cny) over (partition by pool, edition, bank order by event_date) as decimal(20, 2))
        as bank_default_cny,
    cast(sum(balance_move_cny) over (partition by pool, edition, bank order by event_date) as decimal(20, 2))
        as bank_balance_cny,
    cast(sum(default_move_cny) over (partition by pool, edition order by event_date) as decimal(20, 2))
        as pool_default_cny,
    cast(sum(balance_move_cny) over (partition by pool, edition order by event_date) as decimal(20, 2))
        as pool_balance_cny
from claimed
