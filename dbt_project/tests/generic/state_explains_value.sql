{#- A value stands exactly where the state says known; a source that never arrived is never zero. -#}
{% test state_explains_value(model) %}
select *
from {{ model }}
where
    state not in ('known', 'missing', 'not_applicable', 'source_missing')
    or (state = 'known') <> (value is not null)
{% endtest %}
