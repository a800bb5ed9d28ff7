-- One row per enterprise and policy in force that grants money: the amount, null where its measure is not known.
-- Worked out in full, capped, then rounded half up to the cent; what a measure makes negative grants nothing.

with amount as (
    select
        profile.uscc,
        policy.policy,
        policy.cap_cny,
        coalesce(policy.fixed_cny, measured.value * policy.grant_rate) as full_cny
    from {{ ref('enterprise_profile') }} as profile
    inner join {{ ref('policy_in_force') }} as policy
        on policy.fixed_cny is not null or policy.grant_rate is not null
    left join {{ ref('measure') }} as measured
        on profile.uscc = measured.uscc and policy.grant_measure = measured.measure
)

select
    uscc,
    policy,
    cast(round(case
        when full_cny > cap_cny then cap_cny
        when full_cny < 0 then 0
        else full_cny
    end, 2) as decimal(18, 2)) as grant_cny
from amount
