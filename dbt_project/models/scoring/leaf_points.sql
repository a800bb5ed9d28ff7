-- One row per enterprise, scheme and indicator: the points it earns before its group is put together.
-- points_low and points_high differ only while an outage blocks the cell; both are null when it is dropped.

with earned as (
    select
        cell.*,
        least(greatest(cell.value, cell.low), cell.high) as held,
        band.points as band_points
    from {{ ref('indicator_value') }} as cell
    left join {{ source('registry', 'scheme_band') }} as band
        on
            cell.scheme = band.scheme
            and cell.edition = band.edition
            and cell.indicator = band.indicator
            and {{ holds('band', 'cell.value') }}
),

pointed as (
    select
        *,
        case method
            when 'bands' then cast(band_points as decimal(12, 6))
            when 'linear' then cast({{ whole_ratio(
                whole("case direction when 'higher' then held - low else high - held end", 10) ~ " * " ~ whole("max_points", 2),
                whole("high - low", 10) ~ " * 100",
                6
            ) }} as decimal(12, 6))
            when
                'per_item'
                then cast(round(least(greatest(value, 0) * points_per_item, max_points), 6) as decimal(12, 6))
        end as points
    from earned
)

select
    uscc,
    scheme,
    edition,
    stage,
    group_id,
    indicator,
    position,
    measure,
    value,
    state,
    policy,
    max_points,
    case policy when 'scored' then points when 'zero' then 0 when 'block' then 0 end as points_low,
    case policy when 'scored' then points when 'zero' then 0 when 'block' then max_points end as points_high
from pointed
