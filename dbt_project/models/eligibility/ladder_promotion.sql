-- One row per ladder, rung and year: how many enterprises reached the rung first then, and how many of them rose to it.
-- A year in which none did has no row; a rung without certificates has no past.

select
    reached.ladder,
    reached.rung,
    reached.level,
    year(reached.reached_date) as reached_year,
    cast(count(*) as integer) as reached_count,
    cast(count(case when reached.is_promotion then 1 end) as integer) as promotion_count
from {{ ref('ladder_reached') }} as reached
where reached.reached_date is not null
group by reached.ladder, reached.rung, reached.level, year(reached.reached_date)
