-- One row per file and day found in it; bank rights carry no day.
with found as (
    select 'pub_score_v1' as file, as_of_date from pub_score_v1
    union all
    select 'pub_indicator_v1', as_of_date from pub_indicator_v1
    union all
    select 'pub_score_reason_v1', as_of_date from pub_score_reason_v1
    union all
    select 'pub_score_change_v1', as_of_date from pub_score_change_v1
    union all
    select 'pub_stability_v1', as_of_date from pub_stability_v1
    union all
    select 'pub_pillar_v1', as_of_date from pub_pillar_v1
    union all
    select 'pub_credit_line_v1', as_of_date from pub_credit_line_v1
    union all
    select 'pub_withdrawal_v1', as_of_date from pub_withdrawal_v1
)

select found.file, found.as_of_date, count(*) as row_count, found.as_of_date = run.as_of_date as holds
from found
cross join run
group by all
