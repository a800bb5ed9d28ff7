-- One row per code that means one enterprise: its credit code, its registration number and organisation code of before.

with every_code as (
    select uscc, uscc as code from {{ ref('stg_registration__enterprise') }}
    union all
    select uscc, registration_no as code from {{ ref('stg_registration__enterprise') }}
    union all
    select uscc, substr(uscc, 9, 9) as code from {{ ref('stg_registration__enterprise') }}
)

select code, min(uscc) as uscc
from every_code
where code is not null
group by code
having count(distinct uscc) = 1
