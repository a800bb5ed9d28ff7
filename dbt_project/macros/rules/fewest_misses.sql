{#-
One step up a tree of clauses (for `climb`): the fewest clauses that would have to turn for a junction to hold (misses)
or to fail (misses_against), and, where one is enough, which. All of them: add up; any of them: the nearest, the first in
the order of the file; none of them: every one has to fail.
-#}
{% macro fewest_misses(below, nodes) -%}
    select
        uscc,
        node_key,
        any_value(parent_key) as parent_key,
        any_value(depth) as depth,
        cast(case any_value(junction)
            when 'all_of' then sum(misses) when 'any_of' then min(misses) else sum(misses_against)
        end as integer) as misses,
        cast(case any_value(junction)
            when 'all_of' then min(misses_against) when 'any_of' then sum(misses_against) else min(misses)
        end as integer) as misses_against,
        case any_value(junction)
            when 'none_of' then min(case when misses_against = 1 then against_key end)
            else min(case when misses = 1 then miss_key end)
        end as miss_key,
        case any_value(junction)
            when 'none_of' then min(case when misses = 1 then miss_key end)
            else min(case when misses_against = 1 then against_key end)
        end as against_key
    from (
        select
            below.uscc,
            node.node_key,
            node.parent_key,
            node.depth,
            node.junction,
            below.misses,
            below.misses_against,
            below.miss_key,
            below.against_key
        from {{ below }} as below
        inner join {{ nodes }} as node on below.parent_key = node.node_key
    ) as joined
    group by uscc, node_key
{%- endmacro %}

{#-
One row per enterprise and clause: how many missed clauses part it from holding, and from failing. `leaves` and `nodes` as
for `junctions`. What is open counts as if it turned out well: nothing is missed exactly where a clause is not ruled out.
`misses` is how many a clause that holds no other counts for.
-#}
{% macro distances(leaves, nodes, misses='1 - high') -%}
with leaf as (
    select
        uscc,
        node_key,
        parent_key,
        depth,
        cast({{ misses }} as integer) as misses,
        cast(low as integer) as misses_against,
        node_key as miss_key,
        node_key as against_key
    from {{ leaves }}
),

junction as (
    {{ climb('leaf', nodes, fewest_misses) }}
)

select * from leaf
union all
select * from junction
{%- endmacro %}
