-- One row per enterprise and scheme: coverage is its known indicators over those that apply, half up to four places.
with counted as (
    select
        uscc, scheme, count_if(state = 'known') as known_count,
        count_if(state not in ('not_applicable', 'judged')) as applicable_count
    from pub_indicator_v1
    group by uscc, scheme
)

select
    uscc, scheme, score.coverage_ratio, counted.known_count, counted.applicable_count,
    score.coverage_ratio
    = cast(
        coalesce((20000 * counted.known_count + counted.applicable_count) // nullif(2 * counted.applicable_count, 0), 0)
        as decimal(9, 0)
    ) * 0.0001 as holds
from pub_score_v1 as score
left join counted using (uscc, scheme)
