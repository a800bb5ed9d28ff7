-- One row per sheet and group that holds indicators: what these add up to, in pieces still to be put together.

select
    {{ pieces("leaf", "weighed") }},
    sum(case when leaf.state = 'known' then 1 else 0 end) as known_count,
    sum(case when leaf.state not in ('not_applicable', 'judged') then 1 else 0 end) as applicable_count
from {{ ref('leaf_points') }} as leaf
inner join {{ ref('node_weight') }} as weighed
    on
        leaf.node = weighed.node
        and leaf.stage_position = weighed.stage_position
group by leaf.sheet, weighed.parent, leaf.stage_position
