-- One row per known value that earns points by bands, along a line or by the item: the points are those of the value,
-- reckoned anew from the registered rule. Methods that ask the whole population, and stretched or cut values, are not
-- reckoned; where there is no other, one row says so.
with known as (
    select
        indicator.uscc, indicator.scheme, indicator.indicator, indicator.value, abs(indicator.points) as points,
        rule.method, rule.node, rule.floor, rule.max_points, rule.points_per_item,
        case rule.direction when 'lower' then rule.high else rule.low end as worst,
        case rule.direction when 'lower' then rule.low else rule.high end as best
    from pub_indicator_v1 as indicator
    inner join pub_score_v1 as score using (uscc, scheme)
    inner join candidate.registry.scheme_indicator as rule
        on rule.scheme = indicator.scheme
        and rule.edition = score.scheme_edition
        and rule.indicator = indicator.indicator
    where indicator.policy = 'scored' and indicator.state = 'known' and rule.method in ('bands', 'linear', 'per_item')
        and coalesce(rule.transform, cast(rule.winsorise_low as varchar), cast(rule.winsorise_high as varchar)) is null
)

select
    known.uscc, known.scheme, known.indicator, known.value, known.points, known.method,
    case known.method
        when 'bands' then known.points between band.points - 0.000001 and band.points_high + 0.000001
        when 'per_item'
            then abs(known.points - least(max_points, greatest(value, 0) * points_per_item)) <= 0.000002
        else abs(known.points - (floor + (max_points - floor)
            * least(greatest(cast(value - worst as double) / cast(best - worst as double), 0), 1))) <= 0.000002
    end as holds
from known
left join candidate.registry.scheme_band as band
    on band.node = known.node
    and (band.at_least is null or known.value >= band.at_least)
    and (band.below is null or known.value < band.below)
union all
select null, null, null, null, null, 'none to reckon', true
where not exists (from known)
