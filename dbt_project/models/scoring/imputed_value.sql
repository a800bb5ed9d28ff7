-- One row per sheet and indicator whose gap is filled: by the latest past edition that knew it, else by its peers.
-- Only a value that should be there is filled: one that does not apply is not. An outage is filled from the past alone.

with gap as (
    select
        cell.sheet,
        cell.node,
        cell.state_code,
        stage.uscc,
        indicator.scheme,
        indicator.indicator,
        indicator.carry_editions,
        indicator.missing,
        {{ peer_key("indicator.median_peers", "stage") }} as peer_key
    from {{ ref('cell') }} as cell
    inner join {{ source('registry', 'scheme_indicator') }} as indicator
        on
            cell.node = indicator.node
            and (indicator.carry_editions > 0 or indicator.missing = 'peer_median')
    inner join {{ ref('enterprise_stage') }} as stage on cell.sheet = stage.sheet
    where cell.state_code in ({{ state_code("missing") }}, {{ state_code("source_missing") }})
),

carried as (
    select
        gap.sheet,
        gap.node,
        cast(min_by(past.value, past.editions_ago) as decimal(38, 18)) as used_value
    from gap
    inner join {{ source('history', 'past_indicator') }} as past
        on
            gap.uscc = past.uscc
            and gap.scheme = past.scheme
            and gap.indicator = past.indicator
            and gap.carry_editions >= past.editions_ago
    group by gap.sheet, gap.node
)

select
    gap.sheet,
    gap.node,
    cast(case
        when carried.sheet is not null then {{ policy_code("carry_forward") }}
        else {{ policy_code("peer_median") }}
    end as smallint) as policy_code,
    coalesce(carried.used_value, peers.median_value) as used_value
from gap
left join carried on gap.sheet = carried.sheet and gap.node = carried.node
left join {{ ref('peer_value') }} as peers
    on
        gap.node = peers.node
        and gap.peer_key = peers.peer_key
        and gap.missing = 'peer_median'
        and gap.state_code = {{ state_code("missing") }}
where coalesce(carried.used_value, peers.median_value) is not null
