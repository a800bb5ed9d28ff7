-- One row per scheme, cut and item of what was observed (all, stages, grades, tenths of the points): who defaulted, and
-- the whole numbers that AUC and KS are made of (macros/finance/backtest.sql).

with sliced as (
    select
        observed.scheme,
        slice.cut,
        case slice.cut
            when 'stage' then observed.stage
            when 'grade' then observed.grade
            when 'decile' then {{ decile('observed.below_count', 'observed.scheme_count') }}
            else 'all'
        end as item,
        observed.score,
        observed.is_bad
    from {{ ref('outcome_observed') }} as observed
    cross join (values ('all'), ('stage'), ('grade'), ('decile')) as slice (cut)
),

by_score as (
    select
        scheme,
        cut,
        item,
        score,
        sum(is_bad) as bads,
        count(*) - sum(is_bad) as goods
    from sliced
    where item is not null
    group by scheme, cut, item, score
),

ordered as (
    select
        *,
        sum(bads) over (partition by scheme, cut, item order by score) as bads_to,
        sum(goods) over (partition by scheme, cut, item order by score) as goods_to,
        sum(bads) over (partition by scheme, cut, item) as m,
        sum(goods) over (partition by scheme, cut, item) as n
    from by_score
),

-- Twice the others above one in default (equals count half), and twice those in default below another.
placed as (
    select
        *,
        2 * (n - goods_to) + goods as bad_place,
        2 * (bads_to - bads) + bads as good_place,
        abs(bads_to * n - goods_to * m) as gap
    from ordered
)

select
    scheme,
    cut,
    item,
    {{ whole('max(m)', 0) }} as m,
    {{ whole('max(n)', 0) }} as n,
    {{ whole('max(gap)', 0) }} as gap,
    {{ whole('sum(bads * bad_place)', 0) }} as places,
    {{ whole('sum(bads * bad_place * bad_place)', 0) }} as bad_squares,
    {{ whole('sum(goods * good_place * good_place)', 0) }} as good_squares
from placed
group by scheme, cut, item
