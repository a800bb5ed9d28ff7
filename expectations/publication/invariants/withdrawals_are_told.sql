-- One row per bank and enterprise that the edition before let it see, or told it was withdrawn in the last year, or that
-- is told now: it may still be seen, or is told once, with the day it was first told; and nobody is told who may be seen.
with before as (
    select distinct bank, uscc, cast(null as date) as withdrawn_date
    from previous_bank_right
    union all
    select bank, uscc, withdrawn_date
    from previous_withdrawal
    cross join run
    where withdrawn_date > run.as_of_date - interval 1 year
),

due as (
    select bank, uscc, max(withdrawn_date) as withdrawn_date
    from before
    group by bank, uscc
),

told as (
    select bank, uscc, count(*) as row_count, min(withdrawn_date) as withdrawn_date
    from pub_withdrawal_v1
    group by bank, uscc
),

seen as (select distinct bank, uscc, true as is_seen from pub_bank_right_v1)

select
    bank, uscc, coalesce(told.row_count, 0) as row_count, told.withdrawn_date, seen.is_seen,
    case
        when seen.is_seen then told.row_count is null
        when due.uscc is null then told.row_count = 1 and (run.previous_newest is null or told.withdrawn_date = run.as_of_date)
        else told.row_count = 1 and told.withdrawn_date in (due.withdrawn_date, run.as_of_date)
    end as holds
from due
full join told using (bank, uscc)
left join seen using (bank, uscc)
cross join run
