-- One row per figure of stability: its verdict follows from the figure, its bounds and the number of enterprises.
with outside as (
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
        end as is_over_bound
    from pub_stability_v1
)

select
    scheme, stage, industry, metric, item, value, n, previous_n, threshold, bound, verdict,
    case verdict
        when 'withheld' then value is null and previous_value is null and n is null and previous_n is null
        when 'told' then coalesce(n, 0) not between 1 and 9 and coalesce(previous_n, 0) not between 1 and 9
        when 'within' then n >= 200 and previous_n >= 200 and not is_over_threshold
        when 'watch' then n >= 200 and previous_n >= 200 and is_over_threshold and not coalesce(is_over_bound, false)
        when 'beyond' then n >= 200 and previous_n >= 200 and is_over_bound
    end as holds
from outside
