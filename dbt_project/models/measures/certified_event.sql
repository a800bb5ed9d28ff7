-- One row per enterprise and certified fact counted on the as-of day: its kind and, where it has one, its amount.

select uscc, 'platform' as fact, cast(null as decimal(15, 2)) as amount_cny
from {{ owned(ref('stg_certification__platform'), 'platform_no') }}
where level in ('国家级', '省级') and {{ valid_at('valid_from', 'valid_to') }}
union all
select uscc, 'science_award' as fact, null as amount_cny
from {{ owned(ref('stg_certification__award'), 'award_no') }}
where award_type = '科技奖励' and level in ('国家级', '省级') and {{ within_years('awarded_date', 5) }}
union all
select uscc, 'science_award_lately' as fact, null as amount_cny
from {{ owned(ref('stg_certification__award'), 'award_no') }}
where award_type = '科技奖励' and level in ('国家级', '省级') and {{ within_years('awarded_date', 3) }}
union all
select uscc, 'national_award' as fact, null as amount_cny
from {{ owned(ref('stg_certification__award'), 'award_no') }}
where award_type = '科技奖励' and level = '国家级' and {{ within_years('awarded_date', 5) }}
union all
select uscc, 'innovation_award' as fact, null as amount_cny
from {{ owned(ref('stg_certification__award'), 'award_no') }}
where award_type = '创新创业大赛' and {{ within_years('awarded_date', 3) }}
union all
select uscc, 'programme' as fact, null as amount_cny
from {{ owned(ref('stg_certification__programme'), 'project_no') }}
where level in ('国家级', '省级') and {{ within_years('approved_date', 3) }}
union all
select uscc, 'contract' as fact, contract_cny as amount_cny
from {{ owned(ref('stg_certification__technology_contract'), 'contract_no') }}
where year(registered_date) = {{ last_calendar_year() }}
union all
select uscc, 'equity' as fact, raised_cny as amount_cny
from {{ owned(ref('stg_certification__equity_round'), 'round_no') }}
where {{ within_years('changed_date', 3) }}
union all
select uscc, 'equity_lately' as fact, raised_cny as amount_cny
from {{ owned(ref('stg_certification__equity_round'), 'round_no') }}
where {{ within_years('changed_date', 2) }}
union all
select uscc, 'standard' as fact, null as amount_cny
from (
    select distinct uscc, standard_no
    from {{ owned(ref('stg_certification__standard'), 'record_no') }}
    where
        standard_level in ('国际标准', '国家标准', '行业标准')
        and {{ within_years('published_date', 5) }}
        and (withdrawn_date is null or withdrawn_date > {{ as_of() }})
) as standard
union all
select uscc, 'adverse' as fact, null as amount_cny
from {{ owned(ref('stg_certification__adverse_record'), 'record_no') }}
where {{ within_years('decided_date', 2) }} and (repaired_date is null or repaired_date > {{ as_of() }})
