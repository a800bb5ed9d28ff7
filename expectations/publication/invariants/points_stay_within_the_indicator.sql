-- One row per published point: between what the indicator gives at least and at most (a deduction only takes away);
-- its contribution at most the total of the scheme.
select
    indicator.uscc, indicator.scheme, indicator.indicator, indicator.points, registered.max_points,
    indicator.contribution, scheme.total,
    coalesce(
        case node.role
            when 'deduction' then indicator.points between -registered.max_points and -registered.floor
            else indicator.points between registered.floor and registered.max_points
        end,
        registered.max_points is not null
    )
    and coalesce(abs(indicator.contribution) <= scheme.total, true) as holds
from pub_indicator_v1 as indicator
inner join pub_score_v1 as score using (uscc, scheme)
left join candidate.registry.scheme_indicator as registered
    on registered.scheme = indicator.scheme
    and registered.edition = score.scheme_edition
    and registered.indicator = indicator.indicator
left join candidate.registry.scheme_node as node on node.node = registered.node
left join candidate.registry.scheme as scheme
    on scheme.scheme = indicator.scheme
    and scheme.edition = score.scheme_edition
