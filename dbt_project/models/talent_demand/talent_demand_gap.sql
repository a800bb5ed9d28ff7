-- One row per industry chain and level: how many the enterprises want, how many are to be had, and what is lacking.
-- Counts only, of posts open and persons to be had on the as-of day. The median of an even number is halfway.

with asked as (
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
        cast(coalesce(asked.posting_count, 0) as integer) as posting_count,
        cast(coalesce(asked.enterprise_count, 0) as integer) as enterprise_count,
        cast(coalesce(asked.wanted_count, 0) as bigint) as wanted_count,
        cast(coalesce(offered.available_count, 0) as bigint) as available_count,
        asked.median_waiting_days
    from asked
    full outer join offered
        on asked.industry_chain = offered.industry_chain and asked.talent_level = offered.talent_level
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
