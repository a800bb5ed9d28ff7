-- One row per scored enterprise and scheme: as many distinct indicators as its scheme has, and no other.
with wanted as (
    select scheme, edition as scheme_edition, count(*) as indicator_count
    from candidate.registry.scheme_indicator
    group by scheme, edition
),

found as (
    select uscc, scheme, count(*) as row_count, count(distinct indicator) as indicator_count
    from pub_indicator_v1
    group by uscc, scheme
)

select
    score.uscc, score.scheme, wanted.indicator_count as wanted, found.indicator_count as found,
    found.indicator_count = wanted.indicator_count and found.row_count = wanted.indicator_count as holds
from pub_score_v1 as score
left join wanted using (scheme, scheme_edition)
left join found on found.uscc = score.uscc and found.scheme = score.scheme
where score.status = 'scored'
