-- One row per indicator that fills gaps with the middle of its peers, and peers: the median of the known values.
-- An even number of peers has two in the middle; the median is halfway.

select
    cell.node,
    {{ peer_key("indicator.median_peers", "stage") }} as peer_key,
    count(*) as peer_count,
    cast((
        percentile_disc(0.5) within group (order by cell.value)
        + percentile_disc(0.5) within group (order by cell.value desc)
    ) * cast(0.5 as decimal(2, 1)) as decimal(38, 18)) as median_value
from {{ ref('cell') }} as cell
inner join {{ source('registry', 'scheme_indicator') }} as indicator
    on
        cell.node = indicator.node
        and indicator.missing = 'peer_median'
inner join {{ ref('enterprise_stage') }} as stage on cell.sheet = stage.sheet
where cell.state_code = {{ state_code("known") }}
group by cell.node, {{ peer_key("indicator.median_peers", "stage") }}
