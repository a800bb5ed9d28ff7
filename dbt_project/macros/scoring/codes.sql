{#-
How a value is known, and what was done about it, as small numbers inside the scoring layer: text in a table of every cell
costs more than the arithmetic. `said_state` and `said_policy` write them out where people read.
-#}
{% macro state_codes() -%}
{{ return({"known": 1, "missing": 2, "not_applicable": 3, "source_missing": 4, "judged": 5}) }}
{%- endmacro %}

{% macro policy_codes() -%}
{{ return({
    "scored": 1, "zero": 2, "drop_and_renormalise": 3, "block": 4, "peer_median": 5, "carry_forward": 6, "judged": 7
}) }}
{%- endmacro %}

{% macro state_code(name) -%} {{ state_codes()[name] }} {%- endmacro %}
{% macro policy_code(name) -%} {{ policy_codes()[name] }} {%- endmacro %}

{% macro state_coded(text) -%} {{ _coded(state_codes(), text) }} {%- endmacro %}
{% macro policy_coded(text) -%} {{ _coded(policy_codes(), text) }} {%- endmacro %}
{% macro _coded(codes, text) -%}
cast(case {{ text }}{% for name, code in codes.items() %} when '{{ name }}' then {{ code }}{% endfor %} end as smallint)
{%- endmacro %}

{% macro said_state(code) -%} {{ _said(state_codes(), code) }} {%- endmacro %}
{% macro said_policy(code) -%} {{ _said(policy_codes(), code) }} {%- endmacro %}
{% macro _said(codes, code) -%}
case {{ code }}{% for name, number in codes.items() %} when {{ number }} then '{{ name }}'{% endfor %} end
{%- endmacro %}
