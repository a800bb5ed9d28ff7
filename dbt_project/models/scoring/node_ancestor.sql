-- One row per indicator of a scheme in force and group above it, the total among them: how many levels above.
-- noqa: disable=LT02

{% for height in range(1, 7) -%}
{{ "with" if loop.first else "," }} level_{{ height }} as (
    {%- if loop.first %}
    select
        node.node,
        node.parent as ancestor
    from {{ source('registry', 'scheme_node') }} as node
    inner join {{ ref('scheme_in_force') }} as scheme
        on
            node.scheme = scheme.scheme
            and node.edition = scheme.edition
    where node.kind = 'indicator'
    {%- else %}
    select
        below.node,
        above.parent as ancestor
    from level_{{ height - 1 }} as below
    inner join {{ source('registry', 'scheme_node') }} as above on below.ancestor = above.node
    where above.parent is not null
    {%- endif %}
)
{%- endfor %}
{% for height in range(1, 7) %}
select
    node,
    ancestor,
    {{ height }} as height
from level_{{ height }}
{{ "union all" if not loop.last }}
{%- endfor %}
