-- One row per clause of the rules of the schemes in force: whole-number keys in the order of the files.

with numbered as (
    select
        clause.*,
        row_number() over (order by clause.scheme, clause.edition, clause.position) as node_key
    from {{ source('registry', 'scheme_rule') }} as clause
    inner join {{ ref('scheme_in_force') }} as scheme
        on
            clause.scheme = scheme.scheme
            and clause.edition = scheme.edition
)

select
    cast(node_key as integer) as node_key,
    cast(case when depth > 1 then node_key - position + parent_position end as integer) as parent_key,
    depth,
    scheme,
    edition,
    rule,
    condition,
    title_zh,
    title_en,
    junction,
    subject,
    subject_name,
    op,
    threshold,
    unit
from numbered
