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
    on
        authorisation.grantee = bank.bank
        and authorisation.scope = bank.consent_scope
inner join {{ ref('enterprise') }} as enterprise
    on authorisation.uscc = enterprise.uscc
where
    {{ valid_at("authorisation.valid_from", "authorisation.valid_to") }}
    and (authorisation.revoked_at is null or cast(authorisation.revoked_at as date) > {{ as_of() }})
