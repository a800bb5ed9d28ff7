-- One row per covered default and party: its share of the loss, and what was left of it at the first payout.
-- is_above: the ratio in default at the end of that day is over the pool's trigger.

with claim as (
    select
        event.pool,
        event.edition,
        event.tier,
        event.bank,
        event.loan_no,
        event.uscc,
        event.claim_cny,
        event.event_date as default_date,
        event.first_payout_place,
        coalesce(case pool.judged_per
            when 'bank' then event.bank_default_cny > pool.trigger_ratio * event.bank_balance_cny
            else event.pool_default_cny > pool.trigger_ratio * event.pool_balance_cny
        end, false) as is_above,
        pool.paid_back_on
    from {{ ref('pool_event') }} as event
    inner join {{ source('registry', 'risk_pool') }} as pool
        on event.pool = pool.pool and event.edition = pool.edition
    where event.is_first_default and event.claim_cny > 0
),

at_payout as (
    select
        pool,
        bank,
        loan_no,
        min(net_loss_cny) as net_loss_cny
    from {{ ref('pool_event') }}
    where claim_cny > 0 and place <= first_payout_place
    group by pool, bank, loan_no
)

select
    claim.pool,
    claim.edition,
    claim.tier,
    claim.bank,
    claim.loan_no,
    claim.uscc,
    claim.default_date,
    claim.is_above,
    claim.first_payout_place,
    claim.paid_back_on,
    share.party,
    share.role,
    share.fund_cny,
    case when claim.is_above then share.above_ratio else share.share_ratio end as share_ratio,
    coalesce(at_payout.net_loss_cny, claim.claim_cny) as net_at_payout_cny
from claim
inner join {{ source('registry', 'risk_pool_share') }} as share
    on claim.pool = share.pool and claim.edition = share.edition and claim.tier = share.tier
left join at_payout
    on claim.pool = at_payout.pool and claim.bank = at_payout.bank and claim.loan_no = at_payout.loan_no
