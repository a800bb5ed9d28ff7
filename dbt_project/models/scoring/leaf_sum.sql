-- One row per sheet and group that holds indicators: what these add up to, in pieces still to be put together.

select
    {{ pieces("leaf", "weighed") }},
    sum(case when leaf.state_code = {{ state_code("known") }} then 1 else 0 end) as known_count,
    sum(case
        when leaf.state_code in ({{ state_code("not_applicable") }}, {{ state_code("judged") }}) then 0
        else 1
    end) as applicable_count
from {{ ref('leaf_points') }} as leaf
inner join {{ ref('node_weight') }} as weighed
    on
        leaf.node = weighed.node
        and leaf.stage_position = weighed.stage_position
group by leaf.sheet, weighed.parent, leaf.stage_position
