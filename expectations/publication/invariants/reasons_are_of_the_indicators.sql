-- One row per reason: the enterprise has that indicator, with that contribution, and the direction fits.
select
    reason.uscc, reason.scheme, reason.direction, reason.position, reason.indicator,
    reason.contribution, indicator.contribution as indicator_contribution,
    reason.contribution = indicator.contribution
    and case reason.direction
        when 'gain' then reason.contribution > reason.peer_median_contribution
        when 'loss' then reason.contribution < reason.peer_median_contribution
    end as holds
from pub_score_reason_v1 as reason
left join pub_indicator_v1 as indicator using (uscc, scheme, indicator)
