-- One row per right, given or published: the authorisations in force on the day, not revoked, each published once.
with given as (
    select authorisation.grantee as bank, authorisation.uscc, authorisation.auth_id
    from candidate.staging.stg_consent__authorisation as authorisation
    inner join bank on bank.bank = authorisation.grantee and bank.scope = authorisation.scope
    inner join candidate.measures.enterprise as enterprise on enterprise.uscc = authorisation.uscc
    cross join run
    where authorisation.valid_from <= run.as_of_date
      and (authorisation.valid_to is null or authorisation.valid_to >= run.as_of_date)
      and (authorisation.revoked_at is null or cast(authorisation.revoked_at as date) > run.as_of_date)
),

published as (
    select bank, uscc, auth_id, count(*) as row_count
    from pub_bank_right_v1
    group by all
)

select
    bank, uscc, auth_id, given.uscc is not null as is_given, coalesce(published.row_count, 0) as row_count,
    given.uscc is not null and published.row_count = 1 as holds
from given
full join published using (bank, uscc, auth_id)
