-- One row per enterprise and scheme to be published, expected or published: exactly one row of pub_score_v1 each.
with expected as (
    select enterprise.uscc, scheme.scheme
    from candidate.measures.enterprise as enterprise
    cross join candidate.registry.scheme as scheme
    cross join run
    where scheme.is_published
      and run.as_of_date >= scheme.effective_from
      and (scheme.effective_to is null or run.as_of_date <= scheme.effective_to)
),

published as (
    select uscc, scheme, count(*) as row_count
    from pub_score_v1
    group by uscc, scheme
)

select
    uscc, scheme, expected.uscc is not null as is_expected, coalesce(published.row_count, 0) as row_count,
    expected.uscc is not null and published.row_count = 1 as holds
from expected
full join published using (uscc, scheme)
