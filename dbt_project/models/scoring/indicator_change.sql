-- One row per enterprise, scheme and indicator whose contribution moved since the edition before, largest move first.

with moved as (
    select
        now.uscc,
        now.scheme,
        now.edition,
        now.indicator,
        now.position as indicator_position,
        previous.contribution as previous_contribution,
        now.contribution,
        now.contribution - previous.contribution as contribution_delta,
        case
            when now.state <> 'known' and previous.state = 'known' then 'data_lost'
            when now.state = 'known' and previous.state <> 'known' then 'data_gained'
            when now.value <> previous.value then 'value'
            else 'rescaled'
        end as cause
    from {{ ref('indicator_points') }} as now
    inner join {{ source('history', 'previous_indicator') }} as previous
        on
            now.uscc = previous.uscc
            and now.scheme = previous.scheme
            and now.indicator = previous.indicator
    where now.contribution <> previous.contribution
)

select
    moved.uscc,
    moved.scheme,
    moved.indicator,
    indicator.title_zh,
    indicator.title_en,
    moved.previous_contribution,
    moved.contribution,
    moved.contribution_delta,
    moved.cause,
    row_number() over (
        partition by moved.uscc, moved.scheme
        order by abs(moved.contribution_delta) desc, moved.indicator_position
    ) as place
from moved
inner join {{ source('registry', 'scheme_indicator') }} as indicator
    on
        moved.scheme = indicator.scheme
        and moved.edition = indicator.edition
        and moved.indicator = indicator.indicator
