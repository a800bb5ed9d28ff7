-- One row per enterprise and clause that holds no other: what is known of its fact, and whether it holds.
-- A fact nobody has sent, of a source that did not arrive or a scheme not in force, is open: never a no.
-- missed_count: 1 for what fails; of a rule of a scheme, as many of its clauses as part it from holding.

with judged as (
    select
        profile.uscc,
        clause.node_key,
        clause.parent_key,
        clause.depth,
        clause.subject,
        cast(fact.fact_low as decimal(28, 10)) as fact_low,
        cast(fact.fact_high as decimal(28, 10)) as fact_high,
        coalesce(fact.is_ruled_out, 0) = 1 as is_ruled_out,
        fact.missed_count,
        {{ verdict("clause.op", "fact.fact_low", "fact.fact_high", "clause.threshold") }} as is_met
    from {{ ref('enterprise_profile') }} as profile
    inner join {{ ref('entry_clause') }} as clause on clause.junction is null
    left join {{ ref('entry_fact') }} as fact
        on profile.uscc = fact.uscc and clause.node_key = fact.node_key
)

select
    uscc,
    node_key,
    parent_key,
    depth,
    fact_low,
    fact_high,
    cast(coalesce(missed_count, case when not is_met then 1 else 0 end) as integer) as missed_count,
    {{ leaf_truth("is_met", "subject = 'by_hand'", "node_key", "is_ruled_out") }}
from judged
