-- One row per scored enterprise and scheme: the published score is the full one, half up to two places.
select uscc, scheme, score, score_full, score = round(score_full, 2) as holds
from pub_score_v1
where status = 'scored'
