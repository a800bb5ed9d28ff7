{#-
Nobody wanted and nobody to be had is lost between the offices' records and the rows by chain and level, nor counted twice, and
each gap is the difference. Reckoned from the cleaned records, not from the models between; by name, because a ref would run
it whenever one of them is built without the model. Returns what does not agree.
-#}
{% test gap_reconciles(model) %}
with told as (
    select
        count(*) as row_count,
        count(distinct industry_chain || '|' || talent_level) as cell_count,
        coalesce(sum(wanted_count), 0) as wanted,
        coalesce(sum(posting_count), 0) as postings,
        coalesce(sum(available_count), 0) as available,
        count(case when gap_count is distinct from wanted_count - available_count then 1 end) as wrong_gap_count
    from {{ model }}
),

asked as (
    select
        coalesce(sum(wanted_count), 0) as wanted,
        count(*) as postings
    from staging.stg_talent_demand__job_posting
    where
        uscc in (select uscc from measures.enterprise)
        and published_date <= {{ as_of() }}
        and coalesce(closed_date, {{ day_after() }}) > {{ as_of() }}
),

offered as (
    select count(*) as available
    from staging.stg_talent_demand__available_talent
    where {{ as_of() }} between available_from and coalesce(available_to, {{ as_of() }})
)

select told.wanted as told_wanted, told.available as told_available, told.wrong_gap_count, asked.wanted, offered.available
from told
cross join asked
cross join offered
where
    told.row_count <> told.cell_count
    or told.wanted <> asked.wanted
    or told.postings <> asked.postings
    or told.available <> offered.available
    or told.wrong_gap_count > 0
{% endtest %}
