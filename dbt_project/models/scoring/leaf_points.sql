-- One row per sheet and indicator: the points it earns before its group is put together, and by which policy.
-- points_low and points_high differ only while an outage blocks the cell or a person has to judge; null when dropped.

with leaf as (
    select
        indicator.*,
        scheme.outage,
        cast(indicator.floor as double) as floor_points,
        cast(indicator.max_points as double) - cast(indicator.floor as double) as reach,
        cast(indicator.points_per_item as double) as item_points,
        cast(indicator.high - indicator.low as double) as span,
        case indicator.direction
            when 'lower' then {{ transformed("indicator.transform", "indicator.high") }}
            else -{{ transformed("indicator.transform", "indicator.low") }}
        end as zero_point,
        cast(
            {{ transformed("indicator.transform", "indicator.high") }}
            - {{ transformed("indicator.transform", "indicator.low") }} as double
        ) as stretched_span
    from {{ source('registry', 'scheme_indicator') }} as indicator
    inner join {{ ref('scheme_in_force') }} as scheme
        on
            indicator.scheme = scheme.scheme
            and indicator.edition = scheme.edition
),

treated as (
    select
        cell.*,
        leaf.parent,
        leaf.method,
        leaf.direction,
        leaf.transform,
        leaf.low,
        leaf.high,
        leaf.zero_point,
        leaf.stretched_span,
        leaf.floor,
        leaf.max_points,
        leaf.floor_points,
        leaf.reach,
        leaf.item_points,
        leaf.mean_points,
        leaf.sd_points,
        population.position as standing,
        case
            when cell.state = 'known' then 'scored'
            when cell.state = 'judged' then 'judged'
            when imputed.policy is not null then imputed.policy
            when cell.state = 'source_missing' then leaf.outage
            when cell.state = 'not_applicable' or leaf.missing = 'peer_median' then 'drop_and_renormalise'
            else leaf.missing
        end as policy,
        cast(coalesce(winsorised.held_value, imputed.used_value, cell.value) as decimal(38, 18)) as used_value
    from {{ ref('cell') }} as cell
    inner join leaf on cell.node = leaf.node
    left join {{ ref('imputed_value') }} as imputed
        on
            cell.sheet = imputed.sheet
            and cell.node = imputed.node
    left join {{ ref('population_position') }} as population
        on
            cell.sheet = population.sheet
            and cell.node = population.node
    left join {{ ref('population_value') }} as winsorised
        on
            cell.sheet = winsorised.sheet
            and cell.node = winsorised.node
),

pointed as (
    select
        treated.*,
        band.points as band_low,
        band.points_high as band_high,
        case method
            when 'linear' then {{ as_points(
                "floor_points + reach * round(cast(case direction when 'lower' then zero_point - "
                ~ transformed("transform", "least(greatest(used_value, low), high)")
                ~ " else zero_point + " ~ transformed("transform", "least(greatest(used_value, low), high)")
                ~ " end as double) / stretched_span, 14)", "max_points") }}
            when 'per_item'
                then least(cast(max_points as decimal(18, 14)), {{ as_points(
                    "least(greatest(cast(used_value as double), 0) * item_points, 9999)", "max_points") }})
            when 'zscore' then least(greatest({{ as_points(
                "least(greatest(cast(mean_points as double) + cast(sd_points as double) * cast(standing as double), -9999), 9999)",
                "max_points") }}, floor), max_points)
            else {{ as_points("floor_points + reach * cast(standing as double)", "max_points") }}
        end as points
    from treated
    left join {{ source('registry', 'scheme_band') }} as band
        on
            treated.node = band.node
            and {{ holds('band', 'treated.used_value') }}
)

select
    sheet,
    node,
    parent,
    stage_position,
    value,
    state,
    policy,
    case when policy in ('carry_forward', 'peer_median') then used_value end as imputed_value,
    cast(case
        when policy in ('scored', 'carry_forward', 'peer_median') then coalesce(band_low, points)
        when policy in ('zero', 'block', 'judged') then floor
    end as decimal(18, 14)) as points_low,
    cast(case
        when policy in ('scored', 'carry_forward', 'peer_median') then coalesce(band_high, points)
        when policy = 'zero' then floor
        when policy in ('block', 'judged') then max_points
    end as decimal(18, 14)) as points_high
from pointed
