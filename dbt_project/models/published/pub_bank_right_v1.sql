-- One row per authorisation in force on the day: this bank may see this enterprise. Internal, never delivered.

select
    authorisation.grantee as bank,
    authorisation.uscc,
    authorisation.scope,
    authorisation.auth_id,
    authorisation.valid_from,
    authorisation.valid_to
from {{ ref('stg_consent__authorisation') }} as authorisation
inner join {{ source('registry', 'bank') }} as bank
    on bank.bank = authorisation.grantee
    and bank.consent_scope = authorisation.scope
inner join {{ ref('enterprise') }} as enterprise
    on enterprise.uscc = authorisation.uscc
where authorisation.valid_from <= {{ as_of() }}
  and (authorisation.valid_to is null or authorisation.valid_to >= {{ as_of() }})
  and (authorisation.revoked_at is null or cast(authorisation.revoked_at as date) > {{ as_of() }})
