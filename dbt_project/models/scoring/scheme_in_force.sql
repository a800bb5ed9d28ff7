-- One row per scheme: its one edition in force on the as-of date.

select
    scheme,
    edition,
    title_zh,
    title_en,
    status,
    is_published,
    root,
    total,
    lowest,
    highest,
    decimals,
    stage_measure,
    minimum_coverage,
    minimum_known,
    outage,
    tiers_within
from {{ source('registry', 'scheme') }}
where
    {{ as_of() }} >= effective_from
    and (effective_to is null or {{ as_of() }} <= effective_to)
