-- One row per sheet and indicator that is scored against its peers: the value that stands in their population.
-- Gaps are filled first, then winsorised, then transformed. What has no logarithm or root is null, below all others.

with valued as (
    select
        cell.sheet,
        cell.node,
        indicator.transform,
        indicator.winsorise_low,
        indicator.winsorise_high,
        {{ peer_key("indicator.peers", "stage") }} as peer_key,
        cast(coalesce(imputed.used_value, cell.value) as decimal(38, 18)) as used_value
    from {{ ref('cell') }} as cell
    inner join {{ source('registry', 'scheme_indicator') }} as indicator
        on
            cell.node = indicator.node
            and (
                indicator.method in ('percentile', 'minmax', 'zscore', 'rank') or indicator.winsorise_low is not null
            )
    inner join {{ ref('enterprise_stage') }} as stage on cell.sheet = stage.sheet
    left join {{ ref('imputed_value') }} as imputed
        on
            cell.sheet = imputed.sheet
            and cell.node = imputed.node
    where cell.value is not null or imputed.used_value is not null
),

placed as (
    select
        *,
        row_number() over (partition by node, peer_key order by used_value) - 1 as place,
        -- Where a quantile lies among the values in order, counted from 0: between two of them, as a rule.
        (count(*) over (partition by node, peer_key) - 1) * winsorise_low as low_place,
        (count(*) over (partition by node, peer_key) - 1) * winsorise_high as high_place
    from valued
),

bounded as (
    select
        *,
        {{ quantile_at("low_place") }} as low_bound,
        {{ quantile_at("high_place") }} as high_bound
    from placed
),

held as (
    select
        sheet,
        node,
        peer_key,
        transform,
        case
            when winsorise_low is null then used_value
            else least(greatest(used_value, low_bound), high_bound)
        end as held_value
    from bounded
)

select
    sheet,
    node,
    peer_key,
    held_value,
    {{ transformed("transform", "held_value") }} as stretched_value
from held
