-- One row per clause of the policies, products and rungs in force: whole-number keys in the order of the files.

with numbered as (
    select
        clause.*,
        row_number() over (order by clause.kind, clause.name, clause.edition, clause.position) as node_key
    from {{ source('registry', 'entry_rule') }} as clause
    where
        {{ as_of() }} >= clause.effective_from
        and (clause.effective_to is null or {{ as_of() }} <= clause.effective_to)
)

select
    cast(node_key as integer) as node_key,
    cast(case when depth > 1 then node_key - position + parent_position end as integer) as parent_key,
    position,
    depth,
    kind,
    name,
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
