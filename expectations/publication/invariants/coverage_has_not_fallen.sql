-- One row per scheme of both editions: mean coverage fell by at most 5 percentage points.
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
    coverage_before - coverage_now <= 0.05 as holds
from before
inner join now using (scheme)
