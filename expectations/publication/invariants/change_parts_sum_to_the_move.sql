-- One row per enterprise and scheme: data, correction, scheme and time add up to the move of the full score, to the last
-- digit; where one of the two editions has no score there is no move and no part.
select
    score.uscc, score.scheme, score.score_full, previous.score_full as score_full_before,
    change.change_data, change.change_correction, change.change_scheme, change.change_time,
    case
        when score.score_full is not null and previous.score_full is not null
            then change.change_data + change.change_correction + change.change_scheme + change.change_time
                = score.score_full - previous.score_full
        else coalesce(change.change_data, change.change_correction, change.change_scheme, change.change_time) is null
    end as holds
from pub_score_v1 as score
left join pub_score_change_v1 as change using (uscc, scheme)
left join previous_score as previous using (uscc, scheme)
