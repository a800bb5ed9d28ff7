{#-
What every staging table owes, in one test: its key names a row, never null and never twice; and every landed row has
exactly one fate, sent = kept + rejected + superseded + deleted. Nothing is lost, nothing doubled. Returns what is broken.
-#}
{% test staged_rows(model, key, landed) %}
with sent as (
    select count(*) as sent_count from {{ landed }}
),

judged as (
    select
        count(*) as judged_count,
        count(case when _verdict in ('kept', 'rejected', 'superseded', 'deleted') then 1 end) as fate_count
    from {{ model.incorporate(path={'identifier': model.identifier ~ '__row'}) if execute else model }}
),

keyed as (
    select {{ key | join(', ') }}
    from {{ model }}
    group by {{ key | join(', ') }}
    having count(*) > 1 {% for column in key %} or {{ column }} is null {% endfor %}
)

select 'a key is null or names several rows' as broken from keyed
union all
select 'a landed row has no fate, or several' as broken
from sent cross join judged
where sent_count <> judged_count or judged_count <> fate_count
{% endtest %}
