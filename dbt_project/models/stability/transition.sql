-- One row per scheme, kind of class (stage, tier, grade), class before and class now: how many enterprises moved so.
-- Only enterprises of both editions; `none` is no tier or no grade. A scheme without tiers or grades has no such rows.

with moved as (
    select
        scheme,
        'stage_transition' as metric,
        previous_stage as class_before,
        stage as class_now
    from {{ ref('compared_score') }}
    where is_now and is_previous
    {% for kind in ("tier", "grade") %}
        union all
        select
            score.scheme,
            '{{ kind }}_transition' as metric,
            coalesce(previous.previous_{{ kind }}, 'none') as class_before,
            coalesce(score.{{ kind }}, 'none') as class_now
        from {{ ref('compared_score') }} as score
        inner join
            {{ ref('previous_class') }} as previous
            on score.uscc = previous.uscc and score.scheme = previous.scheme
        where
            score.score is not null
            and score.scheme in (select kind.scheme from {{ source('registry', 'scheme_' ~ kind) }} as kind)
    {% endfor %}
),

counted as (
    select
        scheme,
        metric,
        class_before,
        class_now,
        cast(count(*) as integer) as moved_count
    from moved
    group by scheme, metric, class_before, class_now
),

totalled as (
    select
        *,
        cast(sum(moved_count) over (partition by scheme, metric, class_before) as integer) as before_count
    from counted
)

select
    scheme,
    metric,
    class_before,
    class_now,
    moved_count,
    before_count,
    {{ six_places("cast(moved_count as double) / before_count") }} as moved_ratio
from totalled
