{#- The score is the total put together from the groups, reached another way: no digit was lost when it was shared out. -#}
{% test contributions_add_up(model) %}
select score.uscc, score.scheme, score.score_full, coverage.score_low
from {{ model }} as score
inner join {{ ref('coverage') }} as coverage on coverage.uscc = score.uscc and coverage.scheme = score.scheme
inner join {{ ref('scheme_in_force') }} as scheme on scheme.scheme = score.scheme
where
    (score.status = 'scored') <> (score.score_full is not null)
    or (score.status = 'scored' and score.score_full <> coverage.score_low)
    or score.score_full < least(scheme.lowest, 0)
    or score.score_full > scheme.highest
{% endtest %}
