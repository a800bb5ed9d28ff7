-- One row per enterprise and scheme with a score then and now: its stage then, and whether there is a new edition.
-- Under a new edition the stage is the one that the old values have by it; without a score by it, `is_lost`.

with rescored as (
    select
        uscc,
        scheme,
        max(stage) as stage,
        count(contribution) = 0 as is_lost
    from {{ ref('rescored_indicator') }}
    group by uscc, scheme
)

select
    now.uscc,
    now.scheme,
    now.edition,
    previous.scheme_edition as previous_edition,
    now.edition <> previous.scheme_edition as is_new_edition,
    now.edition <> previous.scheme_edition and coalesce(rescored.is_lost, true) as is_lost,
    now.stage <> case
        when now.edition = previous.scheme_edition then previous.stage
        else coalesce(rescored.stage, now.stage)
    end as is_stage_moved,
    coalesce(news.origin, 'time') as stage_origin
from {{ ref('score') }} as now
inner join {{ source('history', 'previous_score') }} as previous
    on
        now.uscc = previous.uscc
        and now.scheme = previous.scheme
        and now.status = 'scored'
        and previous.status = 'scored'
inner join {{ ref('scheme_in_force') }} as scheme on now.scheme = scheme.scheme
left join rescored
    on
        now.uscc = rescored.uscc
        and now.scheme = rescored.scheme
left join {{ ref('measure_news') }} as news
    on
        now.uscc = news.uscc
        and scheme.stage_measure = news.measure
