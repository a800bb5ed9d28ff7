-- One row per scheme, published or in force to be published: the same edition and status on both sides.
with published as (
    select distinct scheme, scheme_edition, scheme_status
    from pub_score_v1
),

in_force as (
    select scheme.scheme, scheme.edition, scheme.status
    from candidate.registry.scheme as scheme
    cross join run
    where scheme.is_published
      and run.as_of_date >= scheme.effective_from
      and (scheme.effective_to is null or run.as_of_date <= scheme.effective_to)
)

select
    scheme, scheme_edition, edition as edition_in_force, scheme_status, status as status_in_force,
    scheme_edition = edition and scheme_status = status as holds
from published
full join in_force using (scheme)
