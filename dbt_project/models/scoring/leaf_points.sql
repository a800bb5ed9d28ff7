-- One row per sheet and indicator: the points it earns before its group is put together, and by which policy.
-- points_low and points_high differ only while an outage blocks the cell or a person has to judge; null when dropped.

{%- set number = as_number("held_value", "imputed_value", "value") %}
{%- set clamped = "least(greatest(" ~ number ~ ", low), high)" %}
{%- set along = "floor_points + reach * round((" ~ stretched("transform", clamped) ~ " - start) / span, 14)" %}
{%- set items = "least(greatest(" ~ number ~ ", 0) * item_points, 9999)" %}
{%- set deviations = "least(greatest(mean_points + sd_points * cast(standing as double), -9999), 9999)" %}

with read as (
    select
        indicator.*,
        scheme.outage,
        case indicator.missing when 'peer_median' then 'drop_and_renormalise' else indicator.missing end as last_policy,
        -- The goalpost that earns nothing, and the one that earns all.
        cast(case indicator.direction when 'lower' then indicator.high else indicator.low end as double) as worst,
        cast(case indicator.direction when 'lower' then indicator.low else indicator.high end as double) as best
    from {{ source('registry', 'scheme_indicator') }} as indicator
    inner join {{ ref('scheme_in_force') }} as scheme
        on
            indicator.scheme = scheme.scheme
            and indicator.edition = scheme.edition
),

leaf as (
    select
        node,
        method,
        transform,
        {{ policy_coded("last_policy") }} as missing_code,
        {{ policy_coded("outage") }} as outage_code,
        cast(floor as decimal(18, 14)) as floor,
        cast(max_points as decimal(18, 14)) as max_points,
        cast(floor as double) as floor_points,
        cast(max_points as double) - cast(floor as double) as reach,
        cast(points_per_item as double) as item_points,
        cast(mean_points as double) as mean_points,
        cast(sd_points as double) as sd_points,
        least(worst, best) as low,
        greatest(worst, best) as high,
        {{ stretched("transform", "worst") }} as start,
        {{ stretched("transform", "best") }} - {{ stretched("transform", "worst") }} as span
    from read
),

treated as (
    select
        cell.*,
        leaf.* exclude (node, outage_code, missing_code),
        population.position as standing,
        case
            when cell.state_code = {{ state_code("known") }} then {{ policy_code("scored") }}
            when cell.state_code = {{ state_code("judged") }} then {{ policy_code("judged") }}
            when imputed.policy_code is not null then imputed.policy_code
            when cell.state_code = {{ state_code("source_missing") }} then leaf.outage_code
            when cell.state_code = {{ state_code("not_applicable") }} then {{ policy_code("drop_and_renormalise") }}
            else leaf.missing_code
        end as policy_code,
        imputed.used_value as imputed_value,
        winsorised.held_value
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
        case
            when policy_code in (
                    {{ policy_code("zero") }}, {{ policy_code("drop_and_renormalise") }}, {{ policy_code("block") }},
                    {{ policy_code("judged") }}
                ) then null
            when method = 'bands' then null
            when method = 'linear' then {{ as_points(along, "max_points") }}
            when method = 'per_item' then least(max_points, {{ as_points(items, "max_points") }})
            when method = 'zscore' then least(greatest({{ as_points(deviations, "max_points") }}, floor), max_points)
            else {{ as_points("floor_points + reach * cast(standing as double)", "max_points") }}
        end as points
    from treated
    left join {{ source('registry', 'scheme_band') }} as band
        on
            treated.node = band.node
            and {{ holds('band', 'coalesce(treated.imputed_value, treated.value)') }}
)

select
    sheet,
    node,
    stage_position,
    value,
    state_code,
    cast(policy_code as smallint) as policy_code,
    cast(case
        when
            policy_code in ({{ policy_code("zero") }}, {{ policy_code("block") }}, {{ policy_code("judged") }})
            then floor
        when band_low is not null then cast(band_low as decimal(18, 14))
        else points
    end as decimal(18, 14)) as points_low,
    cast(case
        when policy_code = {{ policy_code("zero") }} then floor
        when policy_code in ({{ policy_code("block") }}, {{ policy_code("judged") }}) then max_points
        when band_high is not null then cast(band_high as decimal(18, 14))
        else points
    end as decimal(18, 14)) as points_high
from pointed
