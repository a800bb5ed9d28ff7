-- One row per enterprise, scheme and indicator whose contribution moved since the edition before, largest move first.
-- An indicator that stood still itself moved because of those beside it: of the nearest group, what moved most there.

with beside as (
    select
        move.uscc,
        move.scheme,
        above.ancestor,
        move.own_origin as origin,
        sum(abs(move.value_delta)) as moved
    from {{ ref('indicator_move') }} as move
    inner join {{ ref('node_ancestor') }} as above on move.node = above.node
    where move.own_origin is not null
    group by move.uscc, move.scheme, above.ancestor, move.own_origin
),

nearest as (
    select
        uscc,
        scheme,
        indicator,
        origin
    from (
        select
            move.uscc,
            move.scheme,
            move.indicator,
            beside.origin,
            row_number() over (
                partition by move.uscc, move.scheme, move.indicator
                order by above.height asc, beside.moved desc, beside.origin asc
            ) as place
        from {{ ref('indicator_move') }} as move
        inner join {{ ref('node_ancestor') }} as above on move.node = above.node
        inner join beside
            on
                move.uscc = beside.uscc
                and move.scheme = beside.scheme
                and above.ancestor = beside.ancestor
        where move.own_origin is null and move.value_delta <> 0
    ) as found
    where place = 1
),

explained as (
    select
        move.*,
        -- With no value moved anywhere, the way of counting did.
        coalesce(move.own_origin, move.stage_origin, nearest.origin, 'scheme') as origin,
        case
            when move.value_delta = 0 then 'scheme'
            when move.state <> 'known' and move.previous_state = 'known' then 'data_lost'
            when move.state = 'known' and move.previous_state <> 'known' then 'data_gained'
            when move.is_value_moved then 'value'
            when move.stage_origin is not null then 'stage'
            when move.is_points_moved then 'peers'
            else 'rescaled'
        end as cause
    from {{ ref('indicator_move') }} as move
    left join nearest
        on
            move.uscc = nearest.uscc
            and move.scheme = nearest.scheme
            and move.indicator = nearest.indicator
    where move.value_delta <> 0 or move.scheme_delta <> 0
)

select
    explained.uscc,
    explained.scheme,
    explained.indicator,
    indicator.title_zh,
    indicator.title_en,
    explained.contribution_then as previous_contribution,
    explained.contribution_now as contribution,
    explained.contribution_now - explained.contribution_then as contribution_delta,
    explained.cause,
    case when explained.value_delta = 0 then 'scheme' else explained.origin end as origin,
    case when explained.origin = 'data' then explained.value_delta else 0 end as change_data,
    case when explained.origin = 'correction' then explained.value_delta else 0 end as change_correction,
    explained.scheme_delta
    + case when explained.origin = 'scheme' then explained.value_delta else 0 end as change_scheme,
    case when explained.origin = 'time' then explained.value_delta else 0 end as change_time,
    row_number() over (
        partition by explained.uscc, explained.scheme
        order by
            abs(explained.contribution_now - explained.contribution_then) desc,
            indicator.position asc,
            explained.indicator asc
    ) as place
from explained
inner join {{ ref('sheet_before') }} as sheet
    on
        explained.uscc = sheet.uscc
        and explained.scheme = sheet.scheme
inner join {{ source('registry', 'scheme_indicator') }} as indicator
    on
        explained.scheme = indicator.scheme
        and explained.indicator = indicator.indicator
        and case when explained.node is null then sheet.previous_edition else sheet.edition end = indicator.edition
