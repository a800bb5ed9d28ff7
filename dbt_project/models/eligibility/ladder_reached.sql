-- One row per enterprise, ladder and rung it stands or ever stood on: since when, whether still, and whether it rose.
-- A rung without certificates is stood on by whoever meets its conditions on the day; it has no past (no date).

with stood as (
    select
        reached.uscc,
        rung.ladder,
        rung.rung,
        rung.level,
        min(reached.reached_date) as reached_date,
        max(valid.valid_to) as held_until,
        count(valid.uscc) > 0 as is_held
    from {{ ref('rung_in_force') }} as rung
    inner join {{ source('registry', 'ladder_certificate') }} as held_by
        on rung.ladder = held_by.ladder and rung.edition = held_by.edition and rung.rung = held_by.rung
    inner join {{ ref('certificate_reached') }} as reached on held_by.certificate_type = reached.certificate_type
    inner join {{ ref('enterprise_profile') }} as profile
        on reached.uscc = profile.uscc and profile.certificate_count is not null
    left join {{ ref('certificate_valid') }} as valid
        on reached.uscc = valid.uscc and reached.certificate_type = valid.certificate_type
    group by reached.uscc, rung.ladder, rung.rung, rung.level
    union all
    select
        verdict.uscc,
        rung.ladder,
        rung.rung,
        rung.level,
        cast(null as date) as reached_date,
        cast(null as date) as held_until,
        true as is_held
    from {{ ref('rung_in_force') }} as rung
    inner join {{ ref('entry_verdict') }} as verdict
        on rung.entry = verdict.name and verdict.kind = 'rung' and verdict.outcome = 'passes'
    where not rung.is_certified
)

select
    uscc,
    ladder,
    rung,
    level,
    reached_date,
    held_until,
    is_held,
    -- Higher than anything before: of two rungs reached on one day the higher counts.
    reached_date is not null and coalesce(max(level) over (
        partition by uscc, ladder order by reached_date asc nulls last, level desc
        rows between unbounded preceding and 1 preceding
    ), 0) < level as is_promotion
from stood
