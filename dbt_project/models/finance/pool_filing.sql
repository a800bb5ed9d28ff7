-- One row per loan filed under a risk-compensation pool's edition of that day: the tier its bank filed, the tier its
-- enterprise's standings gave that day, and the tier that shares its losses: never better than filed, none: no cover.
-- What records refute does not count; what they cannot tell (a list not sent here, no source) stays as filed.

with filed as (
    select
        loan.bank,
        loan.loan_no,
        loan.uscc,
        loan.filed_date,
        loan.principal_cny,
        pool.pool,
        pool.edition,
        pool.size_cny,
        coalesce(pool.firm_cap_cny, 10000000000000.00) as firm_cap_cny,
        coalesce(loan.pool_tier, 'all') as filed_tier
    from {{ ref('stg_bank_returns__loan') }} as loan
    inner join {{ source('registry', 'risk_pool') }} as pool
        on
            loan.pool = pool.pool
            and loan.filed_date >= pool.effective_from
            and loan.filed_date <= coalesce(pool.effective_to, loan.filed_date)
    where loan.filed_date <= {{ as_of() }}
),

source_there as (
    select coalesce(min(case when has_landed then 1 else 0 end), 0) = 1 as is_known
    from {{ ref('measure_coverage') }}
    where source = 'certification' and table_name in ('certificate', 'programme')
),

given as (
    select
        filed.bank,
        filed.loan_no,
        min(case when not entitled.is_if_listed then entitled.tier_place end) as tier_place,
        max(case when entitled.is_if_listed and entitled.tier = filed.filed_tier then 1 else 0 end) as is_if_listed
    from filed
    inner join {{ source('registry', 'risk_pool_entitled') }} as entitled
        on filed.pool = entitled.pool and filed.edition = entitled.edition
    inner join {{ ref('standing_span') }} as held
        on
            filed.uscc = held.uscc
            and entitled.standing = held.standing
            and filed.filed_date >= held.valid_from
            and filed.filed_date <= held.valid_to
    group by filed.bank, filed.loan_no
),

tier as (
    select distinct
        pool,
        edition,
        tier,
        tier_place
    from {{ source('registry', 'risk_pool_entitled') }}
),

judged as (
    select
        filed.*,
        tier.tier as entitled_tier,
        case
            when bank_share.tier is null then 'no_such_tier'
            when filed_as.tier is null then 'not_checked'
            when given.tier_place = filed_as.tier_place then 'as_entitled'
            when given.tier_place < filed_as.tier_place then 'below'
            when given.is_if_listed = 1 then 'if_listed'
            when not source_there.is_known then 'unknown'
            when given.tier_place is null then 'not_entitled'
            else 'above'
        end as finding
    from filed
    cross join source_there
    left join {{ source('registry', 'risk_pool_share') }} as bank_share
        on
            filed.pool = bank_share.pool
            and filed.edition = bank_share.edition
            and filed.filed_tier = bank_share.tier
            and bank_share.role = 'bank'
    left join tier as filed_as
        on filed.pool = filed_as.pool and filed.edition = filed_as.edition and filed.filed_tier = filed_as.tier
    left join given on filed.bank = given.bank and filed.loan_no = given.loan_no
    left join tier
        on filed.pool = tier.pool and filed.edition = tier.edition and given.tier_place = tier.tier_place
)

select
    *,
    case
        when finding in ('no_such_tier', 'not_entitled') then null
        when finding = 'above' then entitled_tier
        else filed_tier
    end as tier
from judged
