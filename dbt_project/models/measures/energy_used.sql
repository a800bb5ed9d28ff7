-- One row per meter and month: what it counted, in kilograms of standard coal (千克标准煤), and how much of it is clean.

with factor as (
    {{ energy_factors() }}
),

counted as (
    select
        reading.uscc,
        reading.meter_no,
        reading.reading_month,
        reading.energy_kind,
        reading.meter_state,
        factor.is_clean,
        -- A kind of energy without a factor that month is not known, never zero.
        cast(cast(reading.quantity as decimal(24, 6)) * factor.kgce_per_unit as decimal(28, 8)) as kgce,
        cast(
            cast(coalesce(reading.green_certificate_count, 0) as decimal(24, 0)) * factor.kgce_per_certificate
            as decimal(28, 8)
        ) as certified_kgce
    from {{ ref('stg_green__energy_reading') }} as reading
    left join factor
        on
            reading.energy_kind = factor.energy_kind
            and reading.unit = factor.unit
            and reading.reading_month between factor.effective_from and factor.effective_to
)

select
    uscc,
    meter_no,
    reading_month,
    energy_kind,
    meter_state,
    kgce,
    -- Certificates beyond what the meter counted make nothing else clean.
    case when is_clean then kgce else least(kgce, certified_kgce) end as clean_kgce
from counted
