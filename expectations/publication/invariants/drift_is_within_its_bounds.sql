-- One row per figure of stability: it does not lie beyond the bound that closes the gate.
select
    scheme, stage, industry, metric, item, known.title_zh, value, previous_value, n, previous_n, bound, verdict,
    verdict <> 'beyond' as holds
from pub_stability_v1
left join (
    select scheme, indicator as item, min(title_zh) as title_zh from candidate.registry.scheme_indicator group by all
) as known using (scheme, item)
