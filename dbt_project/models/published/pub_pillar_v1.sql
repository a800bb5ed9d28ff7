-- One row per enterprise, day, scheme and pillar (group at the top of the scheme): what it gives of the score.
-- Contributions of all pillars add up to the score, to the last digit; they are null for an enterprise without one.

with pillar as (
    select
        above.node,
        top_group.node as pillar_node,
        top_group.group_id,
        top_group.title_zh,
        top_group.title_en,
        top_group.role,
        top_group.max_points,
        scheme.scheme,
        scheme.take
    from {{ ref('node_ancestor') }} as above
    inner join {{ source('registry', 'scheme_group') }} as top_group
        on
            above.ancestor = top_group.node
            and top_group.depth = 1
    inner join {{ source('registry', 'scheme') }} as scheme
        on
            top_group.scheme = scheme.scheme
            and top_group.edition = scheme.edition
            and scheme.is_published
)

select
    points.uscc,
    {{ as_of() }} as as_of_date,
    points.scheme,
    pillar.group_id as pillar,
    pillar.title_zh as pillar_zh,
    pillar.title_en as pillar_en,
    pillar.role,
    cast(case
        when pillar.role <> 'base' then pillar.max_points
        when pillar.take = 'sum' then weighed.weight
    end as decimal(9, 4)) as weight_points,
    cast(round(sum(points.contribution), 2) as decimal(6, 2)) as score,
    cast(sum(points.contribution) as decimal(28, 10)) as contribution,
    cast(sum(case when points.state = 'known' then 1 else 0 end) as integer) as known_count,
    cast(sum(case when points.state in ('not_applicable', 'judged') then 0 else 1 end) as integer) as applicable_count
from {{ ref('indicator_points') }} as points
inner join pillar on points.node = pillar.node
inner join {{ source('registry', 'scheme_weight') }} as weighed
    on
        pillar.pillar_node = weighed.node
        and points.stage = weighed.stage
group by
    points.uscc, points.scheme, pillar.group_id, pillar.title_zh, pillar.title_en, pillar.role, pillar.max_points,
    pillar.take, weighed.weight
