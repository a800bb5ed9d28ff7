-- One row per figure of stability: its verdict follows from the figure, its bounds and the number of enterprises. What is
-- only told lies within its bound, is of too few enterprises, or of a scheme with another edition now; how many carry a
-- magnitude is not published.
with new_edition as (
    select distinct now.scheme
    from pub_score_v1 as now
    inner join (select distinct scheme, scheme_edition from previous_score) as before using (scheme)
    where now.scheme_edition <> before.scheme_edition
),

outside as (
    select
        *,
        case
            when metric in ('rank_correlation', 'top_decile_overlap') then value < threshold
            when metric in ('magnitude', 'count_ratio') then value > threshold or value * threshold < 1
            else value > threshold
        end as is_over_threshold,
        case
            when metric in ('rank_correlation', 'top_decile_overlap') then value < bound
            when metric in ('magnitude', 'count_ratio') then value > bound or value * bound < 1
            else value > bound
        end as is_over_bound,
        case when metric in ('magnitude', 'count_ratio') then previous_n else least(n, previous_n) end as judged_n
    from pub_stability_v1
)

select
    scheme, stage, industry, metric, item, value, n, previous_n, threshold, bound, verdict,
    case verdict
        when 'withheld' then value is null and previous_value is null and n is null and previous_n is null
        when 'told'
            then coalesce(n, 0) not between 1 and 9
            and coalesce(previous_n, 0) not between 1 and 9
            and not coalesce(
                (is_over_bound or is_over_threshold) and judged_n >= 200 and metric <> 'magnitude'
                and scheme not in (from new_edition), false
            )
        when 'within' then n is not null and judged_n >= 200 and not is_over_threshold
        when 'watch' then n is not null and judged_n >= 200 and is_over_threshold and not coalesce(is_over_bound, false)
        when 'beyond' then n is not null and judged_n >= 200 and is_over_bound
    end as holds
from outside
