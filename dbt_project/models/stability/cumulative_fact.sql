-- One row per kind of record that is kept for ever (an application, a certificate, an award): how many are known.

select
    'ip.patent' as item,
    count(*) as record_count
from {{ ref('stg_ip__patent') }}
union all
select
    'ip.software_copyright' as item,
    count(*) as record_count
from {{ ref('stg_ip__software_copyright') }}
union all
select
    'ip.layout_design' as item,
    count(*) as record_count
from {{ ref('stg_ip__layout_design') }}
union all
select
    'certification.certificate' as item,
    count(*) as record_count
from {{ ref('stg_certification__certificate') }}
union all
select
    'certification.award' as item,
    count(*) as record_count
from {{ ref('stg_certification__award') }}
union all
select
    'certification.standard' as item,
    count(*) as record_count
from {{ ref('stg_certification__standard') }}
union all
select
    'certification.programme' as item,
    count(*) as record_count
from {{ ref('stg_certification__programme') }}
union all
select
    'certification.technology_contract' as item,
    count(*) as record_count
from {{ ref('stg_certification__technology_contract') }}
union all
select
    'certification.equity_round' as item,
    count(*) as record_count
from {{ ref('stg_certification__equity_round') }}
