-- One row per bank and enterprise that editions of the last year let it see and this one does not: since when, and why.
-- Each edition takes over the rows of the one before, so that a bank that missed a delivery still finds them. After a
-- year nothing a bank holds is in force any more, and the row ends.

with seen_before as (
    select
        bank,
        uscc,
        max(last_as_of_date) as last_as_of_date,
        max(withdrawn_date) as withdrawn_date
    from (
        select bank, uscc, as_of_date as last_as_of_date, {{ as_of() }} as withdrawn_date
        from {{ source('history', 'previous_right') }}
        union all
        select bank, uscc, last_as_of_date, withdrawn_date
        from {{ source('history', 'previous_withdrawal') }}
        where {{ within_years("withdrawn_date", 1) }}
    )
    group by bank, uscc
),

ended as (
    select
        given.grantee as bank,
        given.uscc,
        max(case when given.valid_to < {{ as_of() }} then given.valid_to end) as expired_date,
        max(case when cast(given.revoked_at as date) <= {{ as_of() }} then cast(given.revoked_at as date) end)
            as revoked_date,
        max(case
            when
                {{ valid_at("given.valid_from", "given.valid_to") }}
                and (given.revoked_at is null or cast(given.revoked_at as date) > {{ as_of() }})
                then 1
            else 0
        end) as is_in_force
    from {{ ref('stg_consent__authorisation') }} as given
    inner join {{ source('registry', 'bank') }} as bank
        on
            given.grantee = bank.bank
            and given.scope = bank.consent_scope
    group by given.grantee, given.uscc
),

withdrawn as (
    select
        seen_before.*,
        ended.expired_date,
        ended.revoked_date,
        case
            when ended.is_in_force = 1 then 'left_zone'
            when ended.revoked_date >= coalesce(ended.expired_date, ended.revoked_date) then 'revoked'
            when ended.expired_date is not null then 'expired'
            when enterprise.uscc is null then 'left_zone'
            else 'corrected'
        end as reason
    from seen_before
    left join ended
        on
            seen_before.bank = ended.bank
            and seen_before.uscc = ended.uscc
    left join {{ ref('enterprise') }} as enterprise on seen_before.uscc = enterprise.uscc
    left join {{ ref('pub_bank_right_v1') }} as still_seen
        on
            seen_before.bank = still_seen.bank
            and seen_before.uscc = still_seen.uscc
    where still_seen.uscc is null
)

select
    bank,
    uscc,
    {{ as_of() }} as as_of_date,
    last_as_of_date,
    withdrawn_date,
    reason,
    case reason
        when 'revoked' then '企业撤回授权'
        when 'expired' then '授权到期'
        when 'left_zone' then '企业不再参评（迁出、注销、吊销或改为个体工商户）'
        else '授权记录已更正'
    end as reason_zh,
    case reason when 'revoked' then revoked_date when 'expired' then expired_date end as ended_date
from withdrawn
