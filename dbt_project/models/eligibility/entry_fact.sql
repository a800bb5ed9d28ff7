-- One row per enterprise and clause that asks for a fact, where anything is known of it: the fact, from low to high.
-- Yes and no are 1 and 0; a rule of a scheme that data leave open lies between. is_ruled_out: data rule it out, and
-- only a person's check could still let it pass.

with choice as (
    select
        clause.node_key,
        clause.subject,
        clause.subject_name,
        choice.choice
    from {{ ref('entry_clause') }} as clause
    inner join {{ source('registry', 'entry_choice') }} as choice
        on
            clause.kind = choice.kind
            and clause.name = choice.name
            and clause.edition = choice.edition
            and clause.position = choice.position
),

said as (
    select
        measured.uscc,
        clause.node_key,
        measured.value as fact_low,
        measured.value as fact_high,
        0 as is_ruled_out
    from {{ ref('entry_clause') }} as clause
    inner join {{ ref('measure') }} as measured
        on clause.subject = 'measure' and clause.subject_name = measured.measure
    union all
    select
        coverage.uscc,
        clause.node_key,
        coverage.score_low as fact_low,
        coverage.score_high as fact_high,
        0 as is_ruled_out
    from {{ ref('entry_clause') }} as clause
    inner join {{ ref('coverage') }} as coverage
        on clause.subject = 'score' and clause.subject_name = coverage.scheme
    union all
    select
        outcome.uscc,
        clause.node_key,
        case when outcome.outcome = 'passes' then 1 else 0 end as fact_low,
        case when outcome.outcome = 'cannot_pass' then 0 else 1 end as fact_high,
        case when outcome.outcome = 'by_hand' then 1 else 0 end as is_ruled_out
    from {{ ref('entry_clause') }} as clause
    inner join {{ ref('outcome') }} as outcome
        on {{ asked_outcome("clause", "outcome") }}
),

listed as (
    select
        profile.uscc,
        choice.node_key,
        case when substr(profile.industry_code, 1, length(choice.choice)) = choice.choice then 1 else 0 end as is_one
    from {{ ref('enterprise_profile') }} as profile
    inner join choice on choice.subject = 'industry' and profile.industry_code is not null
    union all
    select
        profile.uscc,
        choice.node_key,
        case when held.uscc is null then 0 else 1 end as is_one
    from {{ ref('enterprise_profile') }} as profile
    inner join choice on choice.subject = 'certificate' and profile.certificate_count is not null
    left join {{ ref('certificate_valid') }} as held
        on profile.uscc = held.uscc and choice.choice = held.certificate_type
    union all
    select
        stage.uscc,
        choice.node_key,
        case when stage.stage = choice.choice then 1 else 0 end as is_one
    from {{ ref('enterprise_stage') }} as stage
    inner join choice
        on
            choice.subject = 'stage'
            and stage.scheme = choice.subject_name
            and (stage.stage <> 'unknown' or choice.choice = 'unknown')
    union all
    select
        score.uscc,
        choice.node_key,
        case when score.tier = choice.choice then 1 else 0 end as is_one
    from {{ ref('score') }} as score
    inner join choice
        on choice.subject = 'tier' and score.scheme = choice.subject_name and score.status = 'scored'
)

select
    uscc,
    node_key,
    fact_low,
    fact_high,
    is_ruled_out
from said
union all
select
    uscc,
    node_key,
    max(is_one) as fact_low,
    max(is_one) as fact_high,
    0 as is_ruled_out
from listed
group by uscc, node_key
