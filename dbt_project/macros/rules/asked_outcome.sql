{#- Whether `outcome` is what a clause asks of a scheme: of the rule it names, or of the scheme's first one. -#}
{% macro asked_outcome(clause, outcome) -%}
{{ clause }}.subject = 'outcome'
and (
    {{ clause }}.subject_name = {{ outcome }}.scheme || '.' || {{ outcome }}.rule
    or ({{ clause }}.subject_name = {{ outcome }}.scheme and {{ outcome }}.rule_position = 1)
)
{%- endmacro %}
