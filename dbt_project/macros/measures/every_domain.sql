{#-
uscc, measure, value of every domain. A domain is one file beside this one, with macro measures_of__<domain>(), and its model
models/measures/measure_<domain>.sql: they are found by their name, so a new domain edits nothing.
-#}
{% macro measures_of_every_domain() %}
    {%- for domain in context.keys() | sort if domain.startswith('measures_of__') %}
    {{ context[domain]() }}{{ ' union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}
