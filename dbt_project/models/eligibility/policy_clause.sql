-- One row per clause of the policies in force: whole-number keys in the order of the files.

with numbered as (
    select
        clause.*,
        row_number() over (order by clause.policy, clause.edition, clause.position) as node_key
    from {{ source('registry', 'policy_rule') }} as clause
    inner join {{ ref('policy_in_force') }} as policy
        on
            clause.policy = policy.policy
            and clause.edition = policy.edition
)

select
    cast(node_key as integer) as node_key,
    cast(case when depth > 1 then node_key - position + parent_position end as integer) as parent_key,
    position,
    depth,
    policy,
    edition,
    condition,
    title_zh,
    title_en,
    junction,
    subject,
    subject_name,
    op,
    threshold,
    unit,
    certainty
from numbered
