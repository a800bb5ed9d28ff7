{#-
One row per enterprise and rule that just one clause parts from holding: that clause, how far it is, in words. `distance`
has the columns `distances` gives, `leaf` those of `leaf_truth` and the facts, `nodes` is the table of clauses.
-#}
{% macro in_the_way(distance, leaf, nodes) -%}
with told as (
    select
        distance.uscc,
        distance.node_key as rule_key,
        clause.*,
        leaf.fact_low,
        leaf.fact_high,
        case when leaf.low = 1 then true when leaf.high = 0 then false end as is_met
    from {{ distance }} as distance
    inner join {{ nodes }} as clause on distance.miss_key = clause.node_key
    inner join {{ leaf }} as leaf on distance.uscc = leaf.uscc and distance.miss_key = leaf.node_key
    where distance.depth = 1 and distance.misses = 1
)

select
    uscc,
    rule_key,
    node_key,
    condition,
    subject,
    subject_name,
    title_zh,
    title_en,
    gap,
    {{ condition_words("zh") }} as words_zh,
    {{ condition_words("en") }} as words_en
from (select *, {{ condition_gap() }} as gap from told) as measured
{%- endmacro %}
