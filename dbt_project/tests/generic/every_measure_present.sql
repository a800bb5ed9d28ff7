{#- The dictionary and the measures computed are the same set, and every enterprise has each of them. -#}
{% test every_measure_present(model) %}
with enterprises as (
    select count(*) as enterprise_count from {{ ref('enterprise') }}
),

counted as (
    select measure, count(*) as row_count from {{ model }} group by measure
)

select dictionary.measure, counted.row_count
from {{ source('registry', 'measure') }} as dictionary
full join counted on dictionary.measure = counted.measure
cross join enterprises
where
    enterprises.enterprise_count > 0
    and (dictionary.measure is null or counted.row_count is distinct from enterprises.enterprise_count)
{% endtest %}
