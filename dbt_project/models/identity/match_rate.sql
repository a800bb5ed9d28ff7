-- One row per table whose records name their owners: how many owners were found, in which way, and how many were not.

{{ config(schema='quality') }}

with counted as (
    select
        source,
        table_name,
        count(*) as owner_count,
        count(uscc) as found_count,
        count(case when way in ('near', 'ambiguous') then 1 end) as review_count,
        count(case when way = 'code' then 1 end) as code_count,
        count(case when way = 'old_code' then 1 end) as old_code_count,
        count(case when way = 'name' then 1 end) as name_count,
        count(case when way = 'name_of_the_day' then 1 end) as name_of_the_day_count,
        count(case when way = 'answer' then 1 end) as answer_count,
        count(case when way = 'near' then 1 end) as near_count,
        count(case when way = 'ambiguous' then 1 end) as ambiguous_count,
        count(case when way = 'answered_nobody' then 1 end) as answered_nobody_count,
        count(case when way = 'nobody_known' then 1 end) as nobody_known_count
    from {{ ref('record_owner') }}
    group by source, table_name
)

select
    *,
    -- Of the owners that are, or may be, enterprises known here: a university beside a joint applicant is not a miss.
    {{ ratio('found_count', 'found_count + review_count', 4) }} as match_ratio
from counted
