-- One row per covered default and party: its share, and what it pays the first payer back on the day of the year after.
-- Paid back is what the first payer has paid the bank in full; a fund pays in the order of its days, then of the
-- defaults, until it is used up. is_above: the ratio in default at the end of that day is over the pool's trigger.

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

payout as (
    select
        pool,
        bank,
        loan_no,
        event_date,
        min(place) over (partition by pool, bank, loan_no) as first_place,
        sum(amount_cny) over (partition by pool, bank, loan_no order by place) as paid_cny
    from {{ ref('pool_event') }}
    where event_type = '代偿'
),

first_payout as (
    select
        claim.pool,
        claim.bank,
        claim.loan_no,
        max(payout.first_place) as first_place,
        coalesce(min(case when event.place <= payout.first_place then event.net_loss_cny end), max(claim.claim_cny))
            as net_at_payout_cny
    from claim
    inner join payout on claim.pool = payout.pool and claim.bank = payout.bank and claim.loan_no = payout.loan_no
    inner join {{ ref('pool_event') }} as event
        on claim.pool = event.pool and claim.bank = event.bank and claim.loan_no = event.loan_no and event.claim_cny > 0
    group by claim.pool, claim.bank, claim.loan_no
),

shared as (
    select
        claim.*,
        share.party,
        share.role,
        share.fund_cny,
        case when claim.is_above then share.above_ratio else share.share_ratio end as share_ratio,
        first_payout.first_place,
        first_payout.net_at_payout_cny
    from claim
    inner join {{ source('registry', 'risk_pool_share') }} as share
        on claim.pool = share.pool and claim.edition = share.edition and claim.tier = share.tier
    left join first_payout
        on
            claim.pool = first_payout.pool
            and claim.bank = first_payout.bank
            and claim.loan_no = first_payout.loan_no
),

owed as (
    select
        pool,
        bank,
        loan_no,
        default_date,
        paid_back_on,
        sum(case when role <> 'bank' then {{ cents_of("net_at_payout_cny", "share_ratio") }} else 0 end) as owed_cny
    from shared
    where first_place is not null
    group by pool, bank, loan_no, default_date, paid_back_on
),

settled as (
    select
        owed.pool,
        owed.bank,
        owed.loan_no,
        {{ year_after("min(greatest(payout.event_date, owed.default_date))", "owed.paid_back_on") }} as back_date
    from owed
    inner join payout
        on
            owed.pool = payout.pool and owed.bank = payout.bank and owed.loan_no = payout.loan_no
            and owed.owed_cny <= payout.paid_cny
    group by owed.pool, owed.bank, owed.loan_no, owed.paid_back_on
),

netted as (
    select
        settled.pool,
        settled.bank,
        settled.loan_no,
        settled.back_date,
        min(event.net_loss_cny) as net_at_back_cny
    from settled
    inner join {{ ref('pool_event') }} as event
        on
            settled.pool = event.pool and settled.bank = event.bank and settled.loan_no = event.loan_no
            and event.claim_cny > 0 and settled.back_date >= event.event_date
    where settled.back_date <= {{ as_of() }}
    group by settled.pool, settled.bank, settled.loan_no, settled.back_date
),

asked as (
    select
        shared.*,
        netted.back_date,
        case
            when shared.role = 'pays_back' and netted.back_date is not null
                then {{ cents_of("netted.net_at_back_cny", "shared.share_ratio") }}
            else 0
        end as asked_cny
    from shared
    left join netted on shared.pool = netted.pool and shared.bank = netted.bank and shared.loan_no = netted.loan_no
),

queued as (
    select
        *,
        coalesce(sum(asked_cny) over (
            partition by pool, edition, party
            order by back_date nulls last, default_date, bank, loan_no
            rows between unbounded preceding and 1 preceding
        ), 0) as earlier_cny
    from asked
)

select
    pool,
    edition,
    tier,
    bank,
    loan_no,
    uscc,
    party,
    role,
    share_ratio,
    is_above,
    first_place,
    case when asked_cny > 0 then back_date end as back_date,
    asked_cny,
    cast(case
        when fund_cny is null or earlier_cny + asked_cny <= fund_cny then asked_cny
        when earlier_cny >= fund_cny then 0
        else fund_cny - earlier_cny
    end as decimal(18, 2)) as paid_back_cny,
    fund_cny is not null as is_from_fund
from queued
