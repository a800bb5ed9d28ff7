-- One row per enterprise and ladder: the highest rung now and ever, the next one up, and in words what it lacks for it.
-- reachable_rung: the highest rung above whose conditions hold already, by whichever way; rungs may be skipped.

with above as (
    select
        stands.uscc,
        stands.ladder,
        max_by(rung.rung, rung.level) as reachable_rung
    from {{ ref('ladder_level') }} as stands
    inner join {{ ref('rung_in_force') }} as rung
        on stands.ladder = rung.ladder and stands.level < rung.level and stands.standing <> 'unknown'
    inner join {{ ref('entry_verdict') }} as verdict
        on stands.uscc = verdict.uscc and rung.entry = verdict.name and verdict.kind = 'rung'
    where verdict.outcome = 'passes'
    group by stands.uscc, stands.ladder
)

select
    stands.uscc,
    stands.ladder,
    stands.standing,
    cast(case when stands.standing <> 'unknown' then stands.level end as integer) as level,
    now_on.rung,
    now_on.title_zh,
    now_on.title_en,
    held.held_until,
    cast(case when stands.standing <> 'unknown' then stands.ever_level end as integer) as ever_level,
    once_on.rung as ever_rung,
    reached.reached_date as ever_since,
    following.rung as next_rung,
    following.title_zh as next_title_zh,
    following.title_en as next_title_en,
    verdict.outcome as next_outcome,
    distance.missed_count as next_missed_count,
    lacking.words_zh as next_lacking_zh,
    lacking.words_en as next_lacking_en,
    above.reachable_rung
from {{ ref('ladder_level') }} as stands
left join {{ ref('rung_in_force') }} as now_on on stands.ladder = now_on.ladder and stands.level = now_on.level
left join {{ ref('rung_in_force') }} as once_on on stands.ladder = once_on.ladder and stands.ever_level = once_on.level
left join {{ ref('rung_in_force') }} as following
    on stands.ladder = following.ladder and stands.level + 1 = following.level and stands.standing <> 'unknown'
left join {{ ref('ladder_reached') }} as held
    on stands.uscc = held.uscc and now_on.ladder = held.ladder and now_on.level = held.level
left join {{ ref('ladder_reached') }} as reached
    on stands.uscc = reached.uscc and once_on.ladder = reached.ladder and once_on.level = reached.level
left join {{ ref('entry_verdict') }} as verdict
    on stands.uscc = verdict.uscc and following.entry = verdict.name and verdict.kind = 'rung'
left join {{ ref('rung_distance') }} as distance
    on stands.uscc = distance.uscc and following.entry = distance.entry
left join {{ ref('rung_lacking') }} as lacking on stands.uscc = lacking.uscc and stands.ladder = lacking.ladder
left join above on stands.uscc = above.uscc and stands.ladder = above.ladder
