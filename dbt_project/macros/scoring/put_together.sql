{#-
What the children of a node add up to, in pieces that can be added up in any order: sums of decimals, and extremes.
`child` has sheet, node, points_low and points_high; `weighed` is its row of node_weight. A dropped child has no points.
-#}
{% macro pieces(child, weighed) -%}
    {{ child }}.sheet,
    {{ weighed }}.parent as node,
    {{ child }}.stage_position,
    count({{ child }}.points_low) as present_count,
    sum(case when {{ child }}.points_low is not null then {{ weighed }}.weight end) as weight_present,
    {%- for end in ("low", "high") %}
    {%- set points = child ~ ".points_" ~ end %}
    sum(case
        when {{ weighed }}.factor = 1 then {{ points }}
        else {{ as_points("cast(" ~ points ~ " as double) * " ~ weighed ~ ".factor_double", "2") }}
    end) as sum_{{ end }},
    sum(case when {{ weighed }}.take = 'geometric_mean' and {{ points }} > 0 then
        cast(round(ln(cast({{ points }} as double)) * {{ weighed }}.weight_double, 14) as decimal(18, 14))
    end) as log_{{ end }},
    min({{ points }}) as least_{{ end }},
    max({{ points }}) as best_{{ end }},
    {%- endfor %}
    -- Most points first, then the order of the file: points differ by 10^-14 at least, which outweighs any position.
    max_by({{ child }}.node, case when {{ weighed }}.take = 'best' then
        cast({{ child }}.points_low as decimal(28, 14)) * 100000000 - {{ child }}.node * cast('0.000000000001' as decimal(12, 12))
    end) as leader
{%- endmacro %}

{#-
What a point of `sum_low` is worth in the points of the node: what a contribution is shared out by. A geometric mean is
shared like the arithmetic mean of the same numbers, with one discount for all: whoever gives more to that one has more.
-#}
{% macro rate() -%}
case
    when take = 'best' then cast(points_low as double) / nullif(cast(best_low as double), 0)
    when take = 'geometric_mean' or points_low = max_points
        then cast(points_low as double) / nullif(cast(sum_low as double), 0)
    when take = 'weighted_mean' then 1 / cast(weight_present as double)
    when role <> 'base' or weight_present = weight_all then 1
    else cast(weight_all as double) / cast(weight_present as double)
end
{%- endmacro %}

{#- The same pieces, added up once more. -#}
{% macro pieces_of_pieces() -%}
    sheet,
    node,
    stage_position,
    sum(present_count) as present_count,
    sum(weight_present) as weight_present,
    {%- for end in ("low", "high") %}
    sum(sum_{{ end }}) as sum_{{ end }},
    sum(log_{{ end }}) as log_{{ end }},
    min(least_{{ end }}) as least_{{ end }},
    max(best_{{ end }}) as best_{{ end }},
    {%- endfor %}
    max_by(leader, cast(best_low as decimal(28, 14)) * 100000000 - leader * cast('0.000000000001' as decimal(12, 12)))
        as leader
{%- endmacro %}

{#-
The points of a node from its pieces: sum and means divide once by the weight present; never beyond max_points.
Nothing is spread in a bonus or a deduction: they are what they are.
-#}
{% macro together(end) -%}
case
    when present_count = 0 or (weight_present = 0 and take <> 'best' and role = 'base') then null
    when take = 'best' then least(best_{{ end }}, max_points)
    when take = 'geometric_mean' and least_{{ end }} <= 0 then 0
    when take = 'geometric_mean' then least(max_points, {{ as_points(
        "exp(cast(log_" ~ end ~ " as double) / cast(weight_present as double))", "max_points") }})
    when take = 'weighted_mean' then least(max_points, {{ as_points(
        "cast(sum_" ~ end ~ " as double) / cast(weight_present as double)", "max_points") }})
    when role <> 'base' or weight_present = weight_all then least(sum_{{ end }}, max_points)
    else least(max_points, {{ as_points(
        "cast(sum_" ~ end ~ " as double) * cast(weight_all as double) / cast(weight_present as double)", "max_points") }})
end
{%- endmacro %}
