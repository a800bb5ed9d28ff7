-- One row per enterprise, day and scheme: how the score moved since the edition before, and why.

select
    uscc,
    {{ as_of() }} as as_of_date,
    scheme,
    previous_as_of_date,
    previous_score,
    cast(score as decimal(6, 2)) as score,
    score_delta,
    change_data,
    change_correction,
    change_scheme,
    change_time,
    main_cause,
    main_cause_zh,
    main_indicator,
    main_indicator_delta,
    moved_most_zh
from {{ ref('score_change') }}
where scheme in (
        select in_force.scheme
        from {{ ref('scheme_in_force') }} as in_force
        where in_force.is_published
    )
