-- One row per enterprise: what policies may ask beside measures and scores, and how much of the rest is known of it.
-- Of the enterprise only; nothing here speaks of a person.

with known as (
    select
        uscc,
        max(case when measure = 'revenue_cny' then value end) as revenue_cny,
        max(case when measure = 'rd_expense_cny' then value end) as rd_expense_cny,
        max(case when measure = 'staff_count' then value end) as staff_count,
        max(case when measure = 'sme_ladder_level' then value end) as sme_ladder_level,
        -- Certificates come from one table: where it never landed, holding none is not known.
        max(case when measure = 'is_high_tech_enterprise' and state = 'source_missing' then 1 else 0 end)
            as is_certificate_source_missing,
        cast(count(case when state = 'known' then 1 end) as integer) as known_count,
        cast(count(case when state = 'source_missing' then 1 end) as integer) as source_missing_count
    from {{ ref('measure') }}
    group by uscc
),

certificate as (
    select
        uscc,
        cast(count(*) as integer) as certificate_count,
        min(valid_to) as first_certificate_ends
    from {{ ref('certificate_valid') }}
    group by uscc
)

select
    enterprise.uscc,
    enterprise.enterprise_name,
    enterprise.industry_code,
    enterprise.established_date,
    enterprise.entered_zone_date,
    known.revenue_cny,
    known.rd_expense_cny,
    known.staff_count,
    known.sme_ladder_level,
    case when known.is_certificate_source_missing = 0 then coalesce(certificate.certificate_count, 0) end
        as certificate_count,
    certificate.first_certificate_ends,
    known.known_count,
    known.source_missing_count
from {{ ref('enterprise') }} as enterprise
inner join known on enterprise.uscc = known.uscc
left join certificate on enterprise.uscc = certificate.uscc
