-- One row per enterprise and scheme: score, full score and rank are all there, or none is.
select
    uscc, scheme, status, score, score_full, score_rank,
    case status
        when 'scored' then score is not null and score_full is not null and score_rank is not null
        when 'insufficient_data' then score is null and score_full is null and score_rank is null
    end as holds
from pub_score_v1
