-- One row per policy: its one edition in force on the as-of date.

select
    policy,
    edition,
    title_zh,
    title_en,
    issuer,
    reference,
    certainty,
    meant_for,
    grant_measure,
    grant_rate,
    fixed_cny,
    cap_cny,
    budget_cny,
    grant_certainty,
    order_subject,
    order_name,
    order_first
from {{ source('registry', 'policy') }}
where
    {{ as_of() }} >= effective_from
    and (effective_to is null or {{ as_of() }} <= effective_to)
