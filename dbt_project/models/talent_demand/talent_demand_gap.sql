-- One row per industry chain and level: how many the enterprises want, how many are to be had, and what is lacking.
-- Counts only, of posts open and persons to be had on the as-of day. A side of which nothing ever arrived is not known,
-- never zero. The median of an even number is halfway.

with heard as (
    select
        count(case when table_name = 'job_posting' and has_landed then 1 end) = 1 as is_demand_known,
        count(case when table_name = 'available_talent' and has_landed then 1 end) = 1 as is_supply_known
    from {{ source('landing', 'source_table') }}
    where source = 'talent_demand'
),

asked as (
    select
        industry_chain,
        talent_level,
        count(*) as posting_count,
        count(distinct uscc) as enterprise_count,
        sum(wanted_count) as wanted_count,
        cast((
            percentile_disc(0.5) within group (order by waiting_days)
            + percentile_disc(0.5) within group (order by waiting_days desc)
        ) * cast(0.5 as decimal(2, 1)) as decimal(10, 1)) as median_waiting_days
    from {{ ref('open_posting') }}
    group by industry_chain, talent_level
),

offered as (
    select
        industry_chain,
        talent_level,
        count(*) as available_count
    from {{ ref('available_person') }}
    group by industry_chain, talent_level
),

cell as (
    select
        coalesce(asked.industry_chain, offered.industry_chain) as industry_chain,
        coalesce(asked.talent_level, offered.talent_level) as talent_level,
        cast(case when heard.is_demand_known then coalesce(asked.posting_count, 0) end as integer) as posting_count,
        cast(case when heard.is_demand_known then coalesce(asked.enterprise_count, 0) end as integer)
            as enterprise_count,
        cast(case when heard.is_demand_known then coalesce(asked.wanted_count, 0) end as bigint) as wanted_count,
        cast(case when heard.is_supply_known then coalesce(offered.available_count, 0) end as bigint)
            as available_count,
        asked.median_waiting_days
    from asked
    full outer join offered
        on asked.industry_chain = offered.industry_chain and asked.talent_level = offered.talent_level
    cross join heard
)

select
    industry_chain,
    talent_level,
    {{ talent_level_place('talent_level') }} as level_place,
    posting_count,
    enterprise_count,
    wanted_count,
    available_count,
    wanted_count - available_count as gap_count,
    median_waiting_days
from cell
