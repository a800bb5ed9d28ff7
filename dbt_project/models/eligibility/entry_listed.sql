-- One row per enterprise, clause that asks for one of a list and entry of the list, where known: is it that?
-- Industries are asked by how their code begins; the others are certificates, stages and tiers.

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
)

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
