{% macro measures_of__green() %}{{ long_form(ref('measure_green')) }}{% endmacro %}

{#-
One row per kind of energy, unit and time a factor holds: what one unit is in kilograms of standard coal. The factors are data
of model energy_used, with their references (models/measures/_measure_green.yml).
-#}
{% macro energy_factors() %}
    {%- set said = graph.nodes['model.innopoints.energy_used'].config.meta.factors if execute else [] -%}
    {%- for each in said %}
    select
        '{{ each.energy_kind }}' as energy_kind,
        '{{ each.unit }}' as unit,
        cast({{ each.kgce }} as decimal(12, 6)) as kgce_per_unit,
        cast({{ each.kgce_per_certificate or 0 }} as decimal(12, 6)) as kgce_per_certificate,
        {{ each.is_clean | lower }} as is_clean,
        {{ date_literal(each.effective_from) }} as effective_from,
        {{ date_literal(each.effective_to or '9999-12-31') }} as effective_to
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}
