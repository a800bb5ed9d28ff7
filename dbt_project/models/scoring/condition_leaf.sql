-- One row per enterprise and clause that holds no other: what is known of its fact, and whether it holds.
-- A fact is an interval: a measure is one number; a score or group that experts or an outage leave open runs from low
-- to high. Nothing known, or for a person to check, is no number at all.

with fact as (
    select
        measured.uscc,
        clause.node_key,
        measured.value as fact_low,
        measured.value as fact_high
    from {{ ref('rule_clause') }} as clause
    inner join {{ ref('measure') }} as measured
        on clause.subject = 'measure' and clause.subject_name = measured.measure
    union all
    select
        coverage.uscc,
        clause.node_key,
        coverage.score_low as fact_low,
        coverage.score_high as fact_high
    from {{ ref('rule_clause') }} as clause
    inner join {{ ref('coverage') }} as coverage
        on clause.subject = 'score' and clause.scheme = coverage.scheme
    union all
    select
        grouped.uscc,
        clause.node_key,
        grouped.points_low as fact_low,
        grouped.points_high as fact_high
    from {{ ref('rule_clause') }} as clause
    inner join {{ ref('group_points') }} as grouped
        on clause.subject = 'group' and clause.scheme = grouped.scheme and clause.subject_name = grouped.group_id
    union all
    select
        enterprise.uscc,
        clause.node_key,
        null as fact_low,
        null as fact_high
    from {{ ref('rule_clause') }} as clause
    cross join {{ ref('enterprise') }} as enterprise
    where clause.subject = 'by_hand'
),

judged as (
    select
        fact.*,
        clause.parent_key,
        clause.depth,
        clause.subject,
        {{ verdict("clause.op", "fact.fact_low", "fact.fact_high", "clause.threshold") }} as is_met
    from fact
    inner join {{ ref('rule_clause') }} as clause on fact.node_key = clause.node_key
)

select
    uscc,
    node_key,
    parent_key,
    depth,
    cast(fact_low as decimal(28, 10)) as fact_low,
    cast(fact_high as decimal(28, 10)) as fact_high,
    {{ leaf_truth("is_met", "subject = 'by_hand'", "node_key") }}
from judged
