-- One row per enterprise and ladder: the level it stands on (0: on none) and the highest ever.
-- standing unknown: certificates stand for rungs of the ladder, and they never came.

select
    profile.uscc,
    rung.ladder,
    case
        when bool_or(rung.is_recorded and profile.certificate_count is null) then 'unknown'
        when bool_or(coalesce(reached.is_held, false)) then 'held'
        else 'none'
    end as standing,
    coalesce(max(case when reached.is_held then rung.level end), 0) as level,
    coalesce(max(case when reached.uscc is not null then rung.level end), 0) as ever_level
from {{ ref('enterprise_profile') }} as profile
cross join {{ ref('rung_in_force') }} as rung
left join {{ ref('ladder_reached') }} as reached
    on profile.uscc = reached.uscc and rung.ladder = reached.ladder and rung.level = reached.level
group by profile.uscc, rung.ladder
