-- One row per enterprise and scheme: the score, derived from its contributions, and its rank among all scored.
-- score_full keeps every digit; the rank is taken on the published score (2 places), equal scores share a rank.

with derived as (
    select
        uscc,
        scheme,
        cast(sum(contribution) as decimal(28, 10)) as score_full,
        cast(round(sum(contribution), 2) as decimal(6, 2)) as score
    from {{ ref('indicator_points') }}
    group by uscc, scheme
)

select
    coverage.uscc,
    coverage.scheme,
    coverage.edition,
    scheme.status as scheme_status,
    coverage.stage,
    coverage.status,
    derived.score_full,
    derived.score,
    case
        when coverage.status = 'scored'
            then cast(rank() over scored_first as integer)
    end as score_rank,
    cast(count(derived.score) over (partition by coverage.scheme) as integer) as scored_count,
    coverage.known_count,
    coverage.applicable_count,
    coverage.coverage_ratio
from {{ ref('coverage') }} as coverage
inner join {{ ref('scheme_in_force') }} as scheme on coverage.scheme = scheme.scheme
inner join derived on coverage.uscc = derived.uscc and coverage.scheme = derived.scheme
window scored_first as (partition by coverage.scheme order by derived.score desc nulls last)
