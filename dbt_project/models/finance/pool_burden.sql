-- One row per covered default, event after it and party: how the party's part of what is left of the loss moved.
-- Parts add up to the loss to the cent: the bank has what the others' whole cents leave. After the day of paying back a
-- party never bears more than it paid; the first payer bears the difference.

with left_over as (
    select
        *,
        lag(net_loss_cny, 1, 0) over (partition by pool, bank, loan_no order by place) as before_cny
    from {{ ref('pool_event') }}
    where claim_cny > 0
),

burden as (
    select
        event.pool,
        event.edition,
        event.bank,
        event.loan_no,
        event.uscc,
        event.place,
        event.event_date,
        event.is_first_default,
        claim.party,
        claim.role,
        event.net_loss_cny - event.before_cny as net_move_cny,
        coalesce(event.event_date > claim.back_date, false) as is_after_back,
        coalesce(event.place > claim.first_payout_place, false) as is_after_payout,
        claim.paid_back_cny,
        {{ cents_of("event.net_loss_cny", "claim.share_ratio") }} as cents_cny,
        {{ cents_of("event.before_cny", "claim.share_ratio") }} as cents_before_cny
    from left_over as event
    inner join {{ ref('pool_paid_back') }} as claim
        on event.pool = claim.pool and event.bank = claim.bank and event.loan_no = claim.loan_no
    where event.net_loss_cny <> event.before_cny
),

limited as (
    select
        *,
        case when role = 'pays_back' and is_after_back
                then least(cents_cny, paid_back_cny) - least(cents_before_cny, paid_back_cny)
            else cents_cny - cents_before_cny
        end as own_move_cny,
        cents_cny - cents_before_cny as share_move_cny,
        max(case when role = 'first_payer' then party end) over (partition by pool, bank, loan_no, place) as first_payer
    from burden
),

borne as (
    select
        *,
        case role
            when 'bank'
                then net_move_cny
                    - sum(case when role <> 'bank' then share_move_cny else 0 end)
                        over (partition by pool, bank, loan_no, place)
            when 'first_payer'
                then own_move_cny
                    + sum(share_move_cny - own_move_cny) over (partition by pool, bank, loan_no, place)
            else own_move_cny
        end as move_cny
    from limited
)

select
    pool,
    edition,
    bank,
    loan_no,
    uscc,
    place,
    event_date,
    is_first_default,
    party,
    first_payer,
    cast(move_cny as decimal(18, 2)) as move_cny,
    case
        when role = 'bank' then 'loan'
        when is_first_default or not (is_after_back or is_after_payout) then 'payable'
        else 'cash'
    end as settled_in,
    case when role = 'bank' or (is_after_back and not is_first_default) then party else first_payer end as settled_by
from borne
