-- One row per enterprise and scheme: a rank has a band of ranks there are, the lower end first; no rank, no band.
select
    uscc, scheme, status, score_rank, rank_low, rank_high, scored_count,
    case status
        when 'scored' then rank_low >= 1 and rank_low <= rank_high and rank_high <= scored_count
        else rank_low is null and rank_high is null
    end as holds
from pub_score_v1
