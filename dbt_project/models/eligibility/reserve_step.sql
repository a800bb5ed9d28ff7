-- One row per enterprise and indicator of the reserve pool's scheme that has a next band: how far, and for how many
-- points (a range, where experts decide within the band).

with known as (
    select
        measured.uscc,
        indicator.indicator,
        indicator.node,
        indicator.title_zh,
        indicator.title_en,
        dictionary.unit,
        measured.value
    from {{ ref('scheme_in_force') }} as scheme
    inner join {{ source('registry', 'scheme_indicator') }} as indicator
        on
            scheme.scheme = indicator.scheme
            and scheme.edition = indicator.edition
            and scheme.scheme = '{{ var("reserve_scheme") }}'
    inner join {{ source('registry', 'measure') }} as dictionary on indicator.measure = dictionary.measure
    inner join {{ ref('measure') }} as measured
        on indicator.measure = measured.measure and measured.state = 'known'
),

next_band as (
    select
        known.uscc,
        known.node,
        min(band.at_least) as at_least
    from known
    inner join {{ source('registry', 'scheme_band') }} as band
        on known.node = band.node and known.value < band.at_least
    group by known.uscc, known.node
),

stepped as (
    select
        known.*,
        cast(next_band.at_least - known.value as decimal(28, 10)) as gap,
        band.points as points_low,
        coalesce(band.points_high, band.points) as points_high
    from known
    inner join next_band on known.uscc = next_band.uscc and known.node = next_band.node
    inner join {{ source('registry', 'scheme_band') }} as band
        on next_band.node = band.node and next_band.at_least = band.at_least
)

select
    uscc,
    indicator,
    value,
    gap,
    points_low,
    points_high,
    {{ said_value("gap", "unit", "zh") }} as gap_zh,
    {{ said_value("gap", "unit", "en") }} as gap_en,
    title_zh,
    title_en
from stepped
