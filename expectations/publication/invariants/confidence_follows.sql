-- One row per enterprise and scheme: a score has a confidence, and none that is called less sure has as much known and
-- as narrow a rank band as all that are called surer.
with level as (
    select *, rank_high - rank_low as width, case confidence when 'high' then 2 when 'medium' then 1 when 'low' then 0 end as sure
    from pub_score_v1
),

surer as (
    select floor.sure, min(level.coverage_ratio) as least_coverage, max(level.width / level.scored_count) as most_width
    from level
    inner join (values (0), (1)) as floor(sure) on level.sure > floor.sure
    group by floor.sure
)

select
    level.uscc, level.scheme, level.status, level.confidence, level.coverage_ratio, level.rank_low, level.rank_high,
    case level.status
        when 'scored' then level.sure is not null and not coalesce(
            level.coverage_ratio >= surer.least_coverage and level.width / level.scored_count <= surer.most_width, false
        )
        else level.confidence is null
    end as holds
from level
left join surer using (sure)
