-- One row per scheme of the edition before: mean coverage fell by at most 5 percentage points. One that ended is no fall.
with before as (
    select scheme, avg(coverage_ratio) as coverage_before
    from previous_score
    group by scheme
),

now as (
    select scheme, avg(coverage_ratio) as coverage_now
    from pub_score_v1
    group by scheme
)

select scheme, round(coverage_before, 4) as coverage_before, round(coverage_now, 4) as coverage_now,
    now.scheme is null or coverage_before - coverage_now <= 0.05 as holds
from before
left join now using (scheme)
