-- One row per enterprise and clause that asks for a fact, where anything is known of it: the fact, from low to high.
-- A score is the published one, rounded, so that no 60.00 misses 60. Yes and no are 1 and 0; a rule of a scheme that
-- data leave open lies between. is_ruled_out: data rule it out, and only a person's check could still let it pass.
-- missed_count: by how many of its own clauses a rule of a scheme fails.

select
    measured.uscc,
    clause.node_key,
    measured.value as fact_low,
    measured.value as fact_high,
    0 as is_ruled_out,
    cast(null as integer) as missed_count
from {{ ref('entry_clause') }} as clause
inner join {{ ref('measure') }} as measured
    on clause.subject = 'measure' and clause.subject_name = measured.measure
union all
select
    coverage.uscc,
    clause.node_key,
    {{ published("coverage.score_low", "scheme.decimals") }} as fact_low,
    {{ published("coverage.score_high", "scheme.decimals") }} as fact_high,
    0 as is_ruled_out,
    cast(null as integer) as missed_count
from {{ ref('entry_clause') }} as clause
inner join {{ ref('coverage') }} as coverage
    on clause.subject = 'score' and clause.subject_name = coverage.scheme
inner join {{ ref('scheme_in_force') }} as scheme on coverage.scheme = scheme.scheme
union all
select
    outcome.uscc,
    clause.node_key,
    case when outcome.outcome = 'passes' then 1 else 0 end as fact_low,
    case when outcome.outcome = 'cannot_pass' then 0 else 1 end as fact_high,
    case when outcome.outcome = 'by_hand' then 1 else 0 end as is_ruled_out,
    outcome.missed_count
from {{ ref('entry_clause') }} as clause
inner join {{ ref('outcome') }} as outcome
    on {{ asked_outcome("clause", "outcome") }}
union all
select
    uscc,
    node_key,
    max(is_one) as fact_low,
    max(is_one) as fact_high,
    0 as is_ruled_out,
    cast(null as integer) as missed_count
from {{ ref('entry_listed') }}
group by uscc, node_key
