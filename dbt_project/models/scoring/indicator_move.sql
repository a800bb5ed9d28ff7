-- One row per enterprise, scheme and indicator of either edition: its contribution then, by today's scheme, and now.
-- `own_origin` is why its own value or points moved; null where these stood still, or only a new edition moved them.

with now as (
    select
        points.uscc,
        points.scheme,
        points.indicator,
        points.measure,
        points.node,
        cast(points.value as decimal(28, 10)) as value,
        points.state,
        points.policy,
        cast(points.points as decimal(18, 6)) as points,
        points.contribution
    from {{ ref('indicator_points') }} as points
    inner join {{ ref('sheet_before') }} as sheet
        on
            points.uscc = sheet.uscc
            and points.scheme = sheet.scheme
),

previous as (
    select
        known.*,
        sheet.is_new_edition
    from {{ source('history', 'previous_indicator') }} as known
    inner join {{ ref('sheet_before') }} as sheet
        on
            known.uscc = sheet.uscc
            and known.scheme = sheet.scheme
),

old_value as (
    select uscc, scheme, indicator, value, state, policy, points, contribution
    from previous
    where not is_new_edition
    union all
    select uscc, scheme, indicator, value, state, policy, points, contribution
    from {{ ref('rescored_indicator') }}
),

compared as (
    select
        coalesce(now.uscc, previous.uscc) as uscc,
        coalesce(now.scheme, previous.scheme) as scheme,
        coalesce(now.indicator, previous.indicator) as indicator,
        now.measure,
        now.node,
        now.state,
        old_value.state as previous_state,
        now.state <> old_value.state
        or coalesce(now.value <> old_value.value, now.value is not null or old_value.value is not null)
            as is_value_moved,
        now.policy <> old_value.policy
        or coalesce(now.points <> old_value.points, now.points is not null or old_value.points is not null)
            as is_points_moved,
        'carry_forward' in (now.policy, old_value.policy) as is_carried,
        coalesce(previous.contribution, 0) as contribution_then,
        coalesce(old_value.contribution, 0) as contribution_of_old_value,
        coalesce(now.contribution, 0) as contribution_now
    from now
    full outer join previous
        on
            now.uscc = previous.uscc
            and now.scheme = previous.scheme
            and now.indicator = previous.indicator
    left join old_value
        on
            now.uscc = old_value.uscc
            and now.scheme = old_value.scheme
            and now.indicator = old_value.indicator
)

select
    compared.uscc,
    compared.scheme,
    compared.indicator,
    compared.node,
    compared.state,
    compared.previous_state,
    compared.is_value_moved,
    compared.is_points_moved,
    case when sheet.is_stage_moved then sheet.stage_origin end as stage_origin,
    case
        when sheet.is_lost or compared.node is null then null
        when compared.is_value_moved then coalesce(news.origin, 'time')
        when not compared.is_points_moved then null
        when sheet.is_stage_moved then sheet.stage_origin
        when compared.is_carried then 'time'
        else 'data'
    end as own_origin,
    compared.contribution_then,
    compared.contribution_now,
    case when sheet.is_lost then compared.contribution_now else compared.contribution_of_old_value end
    - compared.contribution_then as scheme_delta,
    case
        when sheet.is_lost then 0
        else compared.contribution_now - compared.contribution_of_old_value
    end as value_delta
from compared
inner join {{ ref('sheet_before') }} as sheet
    on
        compared.uscc = sheet.uscc
        and compared.scheme = sheet.scheme
left join {{ ref('measure_news') }} as news
    on
        compared.uscc = news.uscc
        and compared.measure = news.measure
where
    compared.contribution_now <> compared.contribution_then
    or compared.contribution_of_old_value <> compared.contribution_then
    or compared.is_value_moved
    or compared.is_points_moved
