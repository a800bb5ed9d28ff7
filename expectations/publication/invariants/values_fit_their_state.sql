-- One row per kind of published indicator row: a value where it is known, points where it counts, a share where scored.
select
    indicator.scheme, indicator.state, indicator.policy, score.status,
    indicator.value is not null as has_value, indicator.points is not null as has_points,
    indicator.contribution is not null as has_contribution, count(*) as row_count, min(indicator.uscc) as uscc,
    has_value = (indicator.state = 'known')
    and has_points = (indicator.policy not in ('drop_and_renormalise', 'block'))
    and has_contribution = (score.status = 'scored') as holds
from pub_indicator_v1 as indicator
left join pub_score_v1 as score using (uscc, scheme)
group by all
