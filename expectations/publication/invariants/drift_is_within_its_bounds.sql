-- One row per figure of stability: it does not lie beyond the bound that closes the gate.
select scheme, stage, industry, metric, item, value, n, previous_n, bound, verdict, verdict <> 'beyond' as holds
from pub_stability_v1
