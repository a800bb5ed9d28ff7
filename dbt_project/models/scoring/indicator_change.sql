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
        on previous.uscc = now.uscc
        and previous.scheme = now.scheme
        and previous.indicator = now.indicator
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
    on indicator.scheme = moved.scheme
    and indicator.edition = moved.edition
    and indicator.indicator = moved.indicator
