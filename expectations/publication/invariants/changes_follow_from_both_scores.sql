-- One row per enterprise and scheme of either file: one change each, between this score and the one before.
select
    uscc, scheme, score.score as score, change.score as changed_to, previous.score as score_before,
    change.previous_score as changed_from, change.score_delta,
    score.uscc is not null
    and change.uscc is not null
    and change.score is not distinct from score.score
    and change.previous_score is not distinct from previous.score
    and change.previous_as_of_date is not distinct from previous.as_of_date
    and change.score_delta is not distinct from score.score - previous.score as holds
from pub_score_v1 as score
full join pub_score_change_v1 as change using (uscc, scheme)
left join previous_score as previous using (uscc, scheme)
