-- One row per enterprise, scheme and direction: positions 1..n, at most 3 gains and 4 losses.
with counted as (
    select
        uscc, scheme, direction, count(*) as reason_count, count(distinct position) as position_count,
        min(position) as first_position, max(position) as last_position
    from pub_score_reason_v1
    group by uscc, scheme, direction
)

select
    uscc, scheme, direction, reason_count, position_count, first_position, last_position,
    position_count = reason_count
    and first_position = 1
    and last_position = reason_count
    and reason_count <= case direction when 'gain' then 3 when 'loss' then 4 end as holds
from counted
