-- One row per pool, entry, account and party: a debit or a credit; the debits of every entry equal its credits.
-- covered: loans under cover · loss: who bears what · payable: what the first payer owes the bank · cash and fund: paid
-- · loan: written off by the bank. for_party: whose share it is about. The position on a day is the sums up to it.

with posting as (
    select
        pool, edition, 'fund' as entry, effective_from as entry_date, '' as bank, '' as loan_no, '' as uscc, 0 as place,
        fund_party as for_party, fund_cny as amount_cny,
        'fund' as debit_account, fund_party as debit_party, 'committed' as credit_account, fund_party as credit_party
    from {{ source('registry', 'risk_pool') }}
    where fund_cny is not null and effective_from <= {{ as_of() }}
    union all
    select
        pool, edition, 'cover' as entry, event_date as entry_date, bank, loan_no, uscc, place,
        'pool' as for_party, covered_move_cny as amount_cny,
        'covered' as debit_account, 'pool' as debit_party, 'cover_given' as credit_account, 'pool' as credit_party
    from {{ ref('pool_event') }}
    union all
    select
        pool, edition, case when is_first_default then 'default' else 'recovery' end as entry, event_date as entry_date,
        bank, loan_no, uscc, place, party as for_party, move_cny as amount_cny,
        'loss' as debit_account, party as debit_party, settled_in as credit_account, settled_by as credit_party
    from {{ ref('pool_burden') }}
    union all
    select
        event.pool, event.edition, 'payout' as entry, event.event_date as entry_date,
        event.bank, event.loan_no, event.uscc, event.place, share.party as for_party, event.amount_cny,
        'payable' as debit_account, share.party as debit_party, 'cash' as credit_account, share.party as credit_party
    from {{ ref('pool_event') }} as event
    inner join {{ source('registry', 'risk_pool_share') }} as share
        on
            event.pool = share.pool and event.edition = share.edition and event.tier = share.tier
            and share.role = 'first_payer'
    where event.event_type = '代偿'
    union all
    select
        claim.pool, claim.edition, 'paid_back' as entry, claim.back_date as entry_date,
        claim.bank, claim.loan_no, claim.uscc, 0 as place, claim.party as for_party, claim.paid_back_cny as amount_cny,
        'cash' as debit_account, share.party as debit_party,
        case when claim.is_from_fund then 'fund' else 'cash' end as credit_account, claim.party as credit_party
    from {{ ref('pool_paid_back') }} as claim
    inner join {{ source('registry', 'risk_pool_share') }} as share
        on
            claim.pool = share.pool and claim.edition = share.edition and claim.tier = share.tier
            and share.role = 'first_payer'
    where claim.back_date is not null
    union all
    select
        claim.pool, claim.edition, 'not_paid_back' as entry, claim.back_date as entry_date,
        claim.bank, claim.loan_no, claim.uscc, 0 as place, claim.party as for_party,
        claim.asked_cny - claim.paid_back_cny as amount_cny,
        'loss' as debit_account, share.party as debit_party, 'loss' as credit_account, claim.party as credit_party
    from {{ ref('pool_paid_back') }} as claim
    inner join {{ source('registry', 'risk_pool_share') }} as share
        on
            claim.pool = share.pool and claim.edition = share.edition and claim.tier = share.tier
            and share.role = 'first_payer'
    where claim.back_date is not null
)

select
    pool, edition, entry_date, entry, bank, loan_no, uscc, place,
    debit_account as account, debit_party as party, for_party,
    cast(greatest(amount_cny, 0) as decimal(18, 2)) as debit_cny,
    cast(greatest(-amount_cny, 0) as decimal(18, 2)) as credit_cny
from posting
where amount_cny <> 0
union all
select
    pool, edition, entry_date, entry, bank, loan_no, uscc, place,
    credit_account as account, credit_party as party, for_party,
    cast(greatest(-amount_cny, 0) as decimal(18, 2)) as debit_cny,
    cast(greatest(amount_cny, 0) as decimal(18, 2)) as credit_cny
from posting
where amount_cny <> 0
