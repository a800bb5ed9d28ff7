-- One row per covered default and party: what it pays the first payer back, on the day of the year after.
-- Paid back is what the first payer has paid the bank in full; a fund pays in the order of its days, then of the
-- defaults, until it is used up.

with owed as (
    select
        pool,
        bank,
        loan_no,
        default_date,
        paid_back_on,
        sum(case when role <> 'bank' then {{ cents_of("net_at_payout_cny", "share_ratio") }} else 0 end) as owed_cny
    from {{ ref('pool_claim') }}
    where first_payout_place is not null
    group by pool, bank, loan_no, default_date, paid_back_on
),

settled as (
    select
        owed.pool,
        owed.bank,
        owed.loan_no,
        {{ year_after("min(greatest(payout.event_date, owed.default_date))", "owed.paid_back_on") }} as back_date
    from owed
    inner join {{ ref('pool_event') }} as payout
        on
            owed.pool = payout.pool and owed.bank = payout.bank and owed.loan_no = payout.loan_no
            and payout.event_type = '代偿' and owed.owed_cny <= payout.paid_cny
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
        claim.*,
        netted.back_date,
        case
            when claim.role = 'pays_back' and netted.back_date is not null
                then {{ cents_of("netted.net_at_back_cny", "claim.share_ratio") }}
            else 0
        end as asked_cny
    from {{ ref('pool_claim') }} as claim
    left join netted on claim.pool = netted.pool and claim.bank = netted.bank and claim.loan_no = netted.loan_no
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
    first_payout_place,
    case when asked_cny > 0 then back_date end as back_date,
    asked_cny,
    cast(case
        when fund_cny is null or earlier_cny + asked_cny <= fund_cny then asked_cny
        when earlier_cny >= fund_cny then 0
        else fund_cny - earlier_cny
    end as decimal(18, 2)) as paid_back_cny,
    fund_cny is not null as is_from_fund
from queued
