-- One row per sheet: the total of its base groups, plus the bonus, less the deductions, never beyond what is there.
-- The lowest score has the highest deduction. Low and high differ while an outage or a judgement leaves points open.

with beside as (
    select
        sheet,
        sum(case when role = 'bonus' then points_low else 0 end) as bonus_low,
        sum(case when role = 'bonus' then points_high else 0 end) as bonus_high,
        sum(case when role = 'deduction' then points_low else 0 end) as deduction_low,
        sum(case when role = 'deduction' then points_high else 0 end) as deduction_high
    from {{ ref('node_points') }}
    where depth = 1 and role <> 'base'
    group by sheet
),

given as (
    select
        total.sheet,
        total.points_low + coalesce(beside.bonus_low, 0) as given_low,
        total.points_high + coalesce(beside.bonus_high, 0) as given_high,
        coalesce(beside.deduction_low, 0) as deduction_low,
        coalesce(beside.deduction_high, 0) as deduction_high
    from {{ ref('node_points') }} as total
    left join beside on total.sheet = beside.sheet
    where total.depth = 0
)

select
    sheet,
    cast(round(given_low - least(deduction_high, greatest(given_low, 0)), 10) as decimal(18, 10)) as total_low,
    cast(round(given_high - least(deduction_low, greatest(given_high, 0)), 10) as decimal(18, 10)) as total_high,
    -- The part of the deductions that is taken, as what a point of them is worth.
    case
        when deduction_low > greatest(given_low, 0)
            then -cast(greatest(given_low, 0) as double) / cast(deduction_low as double)
        else -1
    end as deduction_rate
from given
