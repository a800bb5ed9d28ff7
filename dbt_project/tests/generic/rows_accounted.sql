{#- Every landed row has exactly one fate: sent = kept + rejected + superseded + deleted. Nothing is lost, nothing doubled. -#}
{% test rows_accounted(model, landed) %}
with sent as (
    select count(*) as sent_count from {{ landed }}
),

judged as (
    select
        count(*) as judged_count,
        count(case when _verdict in ('kept', 'rejected', 'superseded', 'deleted') then 1 end) as fate_count
    from {{ model.incorporate(path={'identifier': model.identifier ~ '__row'}) if execute else model }}
)

select * from sent cross join judged
where sent_count <> judged_count or judged_count <> fate_count
{% endtest %}
