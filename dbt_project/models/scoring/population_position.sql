-- One row per sheet and indicator that is scored against its peers: where it stands among them.
-- position runs from 0 to 1, from worst to best (for zscore: standard deviations better than the mean). Where all peers
-- are equal nobody stands out: 0.5, and 0 deviations. The population is this run's: another run has another.

with directed as (
    select
        population.sheet,
        population.node,
        population.peer_key,
        indicator.method,
        indicator.formula,
        indicator.deviation,
        case indicator.direction
            when 'lower' then -population.stretched_value
            else population.stretched_value
        end as number,
        case indicator.direction when 'lower' then 1 else 0 end as end_of_unstretched
    from {{ ref('population_value') }} as population
    inner join {{ source('registry', 'scheme_indicator') }} as indicator on population.node = indicator.node
    where indicator.method in ('percentile', 'minmax', 'zscore', 'rank')
),

counted as (
    select
        *,
        count(number) over peers as peer_count,
        rank() over (peers order by number nulls first) - 1
        - (count(*) over peers - count(number) over peers) as below,
        count(*) over (partition by node, peer_key, number) as equal,
        min(number) over peers as least,
        max(number) over peers as most
    from directed
    window peers as (partition by node, peer_key)
),

stretched as (
    select
        *,
        cast({{ share_of("number - least", "most - least") }} as decimal(18, 14)) as stretch
    from counted
),

centred as (
    select
        *,
        stretch - cast(round(
            cast(sum(stretch) over (partition by node, peer_key) as double) / nullif(peer_count, 0), 14
        ) as decimal(18, 14)) as off_mean
    from stretched
),

spread as (
    select
        *,
        sqrt(cast(
            sum(cast(round(cast(off_mean as double) * cast(off_mean as double), 17) as decimal(18, 17)))
                over (partition by node, peer_key)
            as double
        ) / nullif(case deviation when 'sample' then peer_count - 1 else peer_count end, 0)) as standard_deviation
    from centred
)

select
    sheet,
    node,
    cast(round(case method
        when 'zscore'
            then case
                    when number is null then 18000 * end_of_unstretched - 9000
                    else coalesce(cast(off_mean as double) / nullif(standard_deviation, 0), 0)
                end
        when 'minmax'
            then case
                    when number is null then end_of_unstretched
                    else coalesce(cast(stretch as double), 0.5)
                end
        when 'rank' then coalesce((below + equal - 1) / nullif(cast(peer_count - 1 as double), 0), 0.5)
        else case formula
                when 'percent_rank' then coalesce(below / nullif(cast(peer_count - 1 as double), 0), 0.5)
                when 'mid_rank' then (below + 0.5 * equal) / cast(peer_count as double)
                when 'average_rank' then (below + 0.5 * (equal + 1)) / cast(peer_count as double)
                when 'cumulative' then (below + equal) / cast(peer_count as double)
            end
    end, 14) as decimal(18, 14)) as position
from spread
