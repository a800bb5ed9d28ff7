{#- Every value known lies between two columns or numbers, both included. -#}
{% test within(model, column, low, high) %}
select *
from {{ model }}
where {{ column }} < {{ low }} or {{ column }} > {{ high }}
{% endtest %}
