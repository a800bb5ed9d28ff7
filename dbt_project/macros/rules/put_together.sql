{#-
One step up a tree of clauses: every junction of one depth from the clauses just below it (relation `below`, with the
columns this gives). Truth is an interval: holds = low 1, fails = high 0, open = low 0 and high 1.

low, high            with facts for a person to check left open
data_low, data_high  those facts left out: null for a clause made of nothing else, and null takes no part
failed_by, open_by   the first clause, in the order of the file, that makes it fail (for certain, else on data), or
                     leaves it open (first where nothing but a person's check is left)
held_by              the first of several ways that holds: what a rule that holds owes it to
-#}
{% macro put_together(below, nodes) -%}
    select
        below.uscc,
        node.node_key,
        any_value(node.parent_key) as parent_key,
        any_value(node.depth) as depth,
        cast(case any_value(node.junction)
            when 'all_of' then min(below.low) when 'any_of' then max(below.low) else 1 - max(below.high)
        end as tinyint) as low,
        cast(case any_value(node.junction)
            when 'all_of' then min(below.high) when 'any_of' then max(below.high) else 1 - max(below.low)
        end as tinyint) as high,
        cast(case any_value(node.junction)
            when 'all_of' then min(below.data_low)
            when 'any_of' then max(below.data_low)
            else 1 - max(below.data_high)
        end as tinyint) as data_low,
        cast(case any_value(node.junction)
            when 'all_of' then min(below.data_high)
            when 'any_of' then max(below.data_high)
            else 1 - max(below.data_low)
        end as tinyint) as data_high,
        case any_value(node.junction)
            when 'none_of' then coalesce(
                min(case when below.low = 1 then below.node_key end),
                min(case when below.data_low = 1 then below.node_key end)
            )
            else coalesce(
                min(case when below.high = 0 then below.failed_by end),
                min(case when below.data_high = 0 then below.failed_by end)
            )
        end as failed_by,
        coalesce(
            min(case
                when below.low = 0 and below.high = 1 and case node.junction
                    when 'all_of' then below.data_high = 0 when 'none_of' then below.data_low = 1
                end then below.open_by
            end),
            min(case when below.low = 0 and below.high = 1 then below.open_by end)
        ) as open_by,
        case any_value(node.junction)
            when 'any_of' then min(case when below.low = 1 then coalesce(below.held_by, below.node_key) end)
            when 'all_of' then min(below.held_by)
        end as held_by
    from {{ below }} as below
    inner join {{ nodes }} as node on below.parent_key = node.node_key
    group by below.uscc, node.node_key
{%- endmacro %}
