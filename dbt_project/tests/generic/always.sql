{#- A sentence about one row that is true of every row; null is not true. -#}
{% test always(model, holds) %}
select *
from {{ model }}
where not coalesce({{ holds }}, false)
{% endtest %}
