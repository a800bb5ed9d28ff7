-- One row per figure of stability: it does not lie over the threshold at which a person should look.
select scheme, stage, industry, metric, item, value, n, previous_n, threshold, verdict, verdict <> 'watch' as holds
from pub_stability_v1
