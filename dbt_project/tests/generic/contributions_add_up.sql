{#- The score is the sum of its group's contributions, reached another way: no digit was lost when they were shared out. -#}
{% test contributions_add_up(model) %}
with grouped as (
    select uscc, scheme, sum(contribution_low) as total
    from {{ ref('group_points') }}
    group by uscc, scheme
)

select score.uscc, score.scheme, score.score_full, grouped.total
from {{ model }} as score
inner join grouped on grouped.uscc = score.uscc and grouped.scheme = score.scheme
inner join {{ ref('scheme_in_force') }} as scheme on scheme.scheme = score.scheme
where
    (score.status = 'scored') <> (score.score_full is not null)
    or score.score_full <> grouped.total
    or score.score_full < 0
    or score.score_full > scheme.total
{% endtest %}
