-- One row per enterprise: platforms, awards, programmes, contracts, equity, certificates and adverse records.

with fact as (
    select
        uscc,
        count(case when fact = 'platform' then 1 end) as platforms,
        count(case when fact = 'science_award' then 1 end) as science_awards,
        count(case when fact = 'science_award_lately' then 1 end) as science_awards_lately,
        count(case when fact = 'national_award' then 1 end) as national_awards,
        count(case when fact = 'innovation_award' then 1 end) as innovation_awards,
        count(case when fact = 'programme' then 1 end) as programmes,
        sum(case when fact = 'contract' then amount_cny end) as contract_cny,
        sum(case when fact = 'equity' then amount_cny end) as equity_cny,
        sum(case when fact = 'equity_lately' then amount_cny end) as equity_lately_cny,
        count(case when fact = 'standard' then 1 end) as standards,
        count(case when fact = 'adverse' then 1 end) as adverse_records
    from {{ ref('certified_event') }}
    group by uscc
),

platform as (
    select
        uscc,
        max(case level when '国家级' then 4 when '省级' then 3 when '市级' then 2 else 1 end) as highest_level
    from {{ owned(ref('stg_certification__platform'), 'platform_no') }}
    where {{ valid_at('valid_from', 'valid_to') }}
    group by uscc
)

select
    enterprise.uscc,
    {{ measure_value('coalesce(fact.platforms, 0)') }} as rd_platform_count,
    {{ measure_value('coalesce(platform.highest_level, 0)') }} as rd_platform_level,
    {{ measure_value('coalesce(fact.science_awards, 0)') }} as science_award_count,
    {{ measure_value('coalesce(fact.science_awards_lately, 0)') }} as science_award_3y_count,
    {{ measure_value('coalesce(fact.national_awards, 0)') }} as national_science_award_count,
    {{ measure_value('coalesce(fact.programmes, 0)') }} as science_programme_count,
    {{ measure_value('coalesce(fact.standards, 0)') }} as standards_led_count,
    {{ measure_value('coalesce(fact.contract_cny, 0)') }} as technology_contract_value_cny,
    {{ measure_value('coalesce(fact.equity_cny, 0)') }} as venture_capital_cny,
    {{ measure_value('coalesce(fact.equity_lately_cny, 0)') }} as venture_capital_2y_cny,
    {{ measure_value('case when held.is_high_tech then 1 else 0 end') }} as is_high_tech_enterprise,
    {{ measure_value('coalesce(held.highest_rung, 0)') }} as sme_ladder_level,
    {{ measure_value('coalesce(held.management_certificates, 0)') }} as management_certificate_count,
    {{ measure_value('case when held.is_iso9001 then 1 else 0 end') }} as is_iso9001_certified,
    {{ measure_value('coalesce(fact.innovation_awards, 0)') }} as innovation_award_count,
    {{ measure_value('coalesce(fact.adverse_records, 0)') }} as adverse_record_count
from {{ ref('enterprise') }} as enterprise
left join fact on enterprise.uscc = fact.uscc
left join platform on enterprise.uscc = platform.uscc
left join {{ ref('certificate_held') }} as held on enterprise.uscc = held.uscc
