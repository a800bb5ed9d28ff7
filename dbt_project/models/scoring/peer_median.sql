-- One row per scheme, stage and indicator: the middle contribution of the scored enterprises of that stage.
-- The best of several counts as one: its contribution stands under whichever indicator was taken, so the peers' middle
-- is the group's. An even number of peers has two in the middle; the median is halfway, rounded half up.

with counted as (
    select
        uscc,
        scheme,
        stage,
        case take when 'best' then group_id else indicator end as reason_unit,
        sum(contribution) as contribution
    from {{ ref('indicator_points') }}
    where contribution is not null
    group by uscc, scheme, stage, case take when 'best' then group_id else indicator end
),

ordered as (
    select
        scheme,
        stage,
        reason_unit,
        contribution,
        row_number() over (partition by scheme, stage, reason_unit order by contribution) as place,
        count(*) over (partition by scheme, stage, reason_unit) as peer_count
    from counted
)

select
    scheme,
    stage,
    reason_unit,
    any_value(peer_count) as peer_count,
    {{ whole_ratio(whole("sum(contribution)", 10), "count(*) * 10000000000") }} as median_contribution
from ordered
where 2 * place between peer_count and peer_count + 2
group by scheme, stage, reason_unit
