-- One row per enterprise, day and scheme: the score, its ranks and class, how much is known, and the outcome.
-- Confidence follows from what is known and from how far the rank would move under other weights (confidence_bounds).

select
    score.uscc,
    {{ as_of() }} as as_of_date,
    score.scheme,
    score.edition as scheme_edition,
    score.scheme_status,
    score.stage,
    score.status,
    cast(score.score_full as decimal(28, 10)) as score_full,
    cast(score.score as decimal(6, 2)) as score,
    score.score_rank,
    score.scored_count,
    band.rank_low,
    band.rank_high,
    score.coverage_ratio,
    case when score.frozen_from is null then outcome.outcome else frozen.outcome end as outcome,
    case when score.frozen_from is null then outcome.decided_by_zh else frozen.outcome_decided_by_zh end
        as outcome_decided_by_zh,
    score.stage_rank,
    score.stage_scored_count,
    score.tier,
    score.grade,
    case
        when score.status <> 'scored' then null
        {% for level in ("high", "medium") -%}
            {% set bound = var("confidence_bounds")[level] -%}
            when
                score.coverage_ratio >= {{ bound["coverage_ratio"] }}
                and band.rank_high - band.rank_low <= {{ bound["rank_band_ratio"] }} * score.scored_count
                then '{{ level }}'
        {% endfor -%}
        else 'low'
    end as confidence,
    score.is_under_objection,
    score.frozen_from
from {{ ref('score') }} as score
inner join {{ ref('scheme_in_force') }} as scheme on score.scheme = scheme.scheme and scheme.is_published
left join {{ ref('rank_band') }} as band
    on
        score.uscc = band.uscc
        and score.scheme = band.scheme
left join {{ ref('outcome') }} as outcome
    on
        score.uscc = outcome.uscc
        and score.scheme = outcome.scheme
        and outcome.rule_position = 1
left join {{ source('history', 'objection') }} as frozen
    on
        score.uscc = frozen.uscc
        and score.scheme = frozen.scheme
