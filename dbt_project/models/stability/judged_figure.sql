-- One row per cell, metric and item: the figure beside its two bounds, and on which side of them it lies.
-- Over `threshold` a person looks, over `bound` nothing is published; an index must also be more than chance can do.
-- Sizes and counts are judged where the edition before had enough enterprises: those that vanished are a change too.
-- Fewer than 10 enterprises are withheld. Means and moves add up to a total that is told: the next smallest of it are
-- withheld too, until those withheld are 10 or more together.

with edition_changed as (
    select
        scheme,
        max(case when edition <> previous_edition then 1 else 0 end) = 1 as has_new_edition,
        min(previous_as_of_date) as previous_as_of_date
    from {{ ref('compared_score') }}
    group by scheme
),

bounded as (
    select
        figure.*,
        changed.has_new_edition,
        changed.previous_as_of_date,
        case
            when figure.metric = 'magnitude' then figure.previous_carried_n
            when figure.metric = 'count_ratio' then figure.previous_n
            else least(figure.n, figure.previous_n)
        end as judged_n,
        coalesce(figure.smallest, 10) < 10
        or figure.total_of is not null
        and min(figure.smallest) over same_total < 10
        and coalesce(sum(figure.smallest) over smaller_of_it, 0) < 10 as is_withheld,
        {{ stability_bound("figure.metric", "watch", "figure.critical_value") }} as threshold,
        {{ stability_bound("figure.metric", "close", "4 * figure.critical_value") }} as bound
    from (
        select
            *,
            least(nullif(n, 0), nullif(previous_n, 0), nullif(carried_n, 0), nullif(previous_carried_n, 0)) as smallest,
            case
                when metric like '%_transition' then split_part(item, '>', 1)
                when metric = 'mean' and stage <> 'all' then item
            end as total_of
        from {{ ref('figure') }}
    ) as figure
    inner join edition_changed as changed on figure.scheme = changed.scheme
    window
        same_total as (partition by figure.scheme, figure.metric, figure.total_of),
        smaller_of_it as (
            partition by figure.scheme, figure.metric, figure.total_of
            order by figure.smallest, figure.stage, figure.item
            rows between unbounded preceding and 1 preceding
        )
)

select
    scheme,
    stage,
    industry,
    metric,
    item,
    value,
    previous_value,
    n,
    previous_n,
    threshold,
    bound,
    is_withheld,
    previous_as_of_date,
    case
        when is_withheld then 'withheld'
        when value is null or threshold is null or judged_n < 200 or has_new_edition then 'told'
        when {{ is_over("metric", "value", "bound") }} then 'beyond'
        when {{ is_over("metric", "value", "threshold") }} then 'watch'
        else 'within'
    end as verdict
from bounded
