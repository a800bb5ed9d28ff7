-- One row per enterprise and month of solid waste: what came in, what became of it, and what does not add up.

with balanced as (
    select
        uscc,
        balance_month,
        arisen_t,
        brought_in_t,
        treated_t,
        stock_increase_t,
        -- To the last digit: whoever weighs roughly says so in the stock.
        arisen_t + brought_in_t - treated_t - stock_increase_t as difference_t
    from {{ ref('stg_green__material_balance') }}
    where balance_month <= {{ as_of() }}
)

select
    *,
    case
        when difference_t = 0 then 'closed'
        when difference_t < 0 then 'more_treated_than_came_in'
        else 'not_accounted_for'
    end as verdict
from balanced
