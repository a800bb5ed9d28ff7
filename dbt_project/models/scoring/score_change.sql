-- One row per enterprise and scheme: how the published score moved since the edition before, and what moved it most.
-- A new scheme edition or stage explains a move before any indicator does, because it changes what all of them weigh.
-- The move of the full score is the sum of four parts, to the last digit; there are none where one has no score.

with largest as (
    select
        uscc,
        scheme,
        sum(change_data) as change_data,
        sum(change_correction) as change_correction,
        sum(change_scheme) as change_scheme,
        sum(change_time) as change_time,
        max(case when place = 1 then indicator end) as main_indicator,
        max(case when place = 1 then contribution_delta end) as main_indicator_delta,
        max(case when place = 1 then cause end) as main_indicator_cause,
        max(case when place = 1 then {{ moved_zh("title_zh", "contribution_delta") }} end)
        || coalesce(max(case when place = 2 then '；' || {{ moved_zh("title_zh", "contribution_delta") }} end), '')
        || coalesce(max(case when place = 3 then '；' || {{ moved_zh("title_zh", "contribution_delta") }} end), '')
            as moved_most_zh
    from {{ ref('indicator_change') }}
    group by uscc, scheme
),

compared as (
    select
        now.uscc,
        now.scheme,
        previous.as_of_date as previous_as_of_date,
        previous.score as previous_score,
        now.score,
        cast(now.score - previous.score as decimal(6, 2)) as score_delta,
        case
            when now.frozen_from is not null then 'frozen'
            when previous.uscc is null then 'first'
            when now.status <> 'scored' and previous.status <> 'scored' then 'unscored'
            when now.status <> 'scored' then 'score_lost'
            when previous.status <> 'scored' then 'score_gained'
            when now.edition <> previous.scheme_edition then 'scheme'
            when now.stage <> previous.stage then 'stage'
            else coalesce(largest.main_indicator_cause, 'none')
        end as main_cause,
        largest.main_indicator,
        cast(largest.main_indicator_delta as decimal(28, 10)) as main_indicator_delta,
        largest.moved_most_zh,
        now.status = 'scored' and previous.status = 'scored' as is_moved,
        largest.change_data,
        largest.change_correction,
        largest.change_scheme,
        largest.change_time
    from {{ ref('score') }} as now
    left join {{ source('history', 'previous_score') }} as previous
        on
            now.uscc = previous.uscc
            and now.scheme = previous.scheme
    left join largest
        on
            now.uscc = largest.uscc
            and now.scheme = largest.scheme
)

select
    uscc,
    scheme,
    previous_as_of_date,
    previous_score,
    score,
    score_delta,
    cast(case when is_moved then coalesce(change_data, 0) end as decimal(28, 10)) as change_data,
    cast(case when is_moved then coalesce(change_correction, 0) end as decimal(28, 10)) as change_correction,
    cast(case when is_moved then coalesce(change_scheme, 0) end as decimal(28, 10)) as change_scheme,
    cast(case when is_moved then coalesce(change_time, 0) end as decimal(28, 10)) as change_time,
    main_cause,
    {{ cause_zh("main_cause") }} as main_cause_zh,
    main_indicator,
    main_indicator_delta,
    moved_most_zh
from compared
