-- One row per figure of stability: it does not lie over the threshold at which a person should look.
select
    scheme, stage, industry, metric, item, known.title_zh, value, previous_value, n, previous_n, threshold, verdict,
    verdict <> 'watch' as holds
from pub_stability_v1
left join (
    select scheme, indicator as item, min(title_zh) as title_zh from candidate.registry.scheme_indicator group by all
) as known using (scheme, item)
