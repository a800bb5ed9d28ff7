-- One row per enterprise and scheme: an open objection is told; a frozen row says which edition it comes from and has the
-- score, indicators and reasons the edition before published. A row without a score then, or of another edition of its
-- scheme, cannot be frozen.
with open as (
    select score.uscc, score.scheme, bool_or(objection.freeze) as is_to_be_frozen
    from pub_score_v1 as score
    cross join run
    inner join candidate.registry.objection as objection
        on objection.uscc = score.uscc and coalesce(nullif(objection.scheme, ''), score.scheme) = score.scheme
        and objection.opened_on <= cast(run.known_at at time zone 'Asia/Shanghai' as date)
        and (objection.closed_on is null or objection.closed_on > cast(run.known_at at time zone 'Asia/Shanghai' as date))
    group by score.uscc, score.scheme
),

frozen as (select uscc, scheme from pub_score_v1 where frozen_from is not null),

part as (
    select uscc, scheme, columns(* exclude (uscc, scheme, as_of_date))::varchar, 'now' as edition from pub_indicator_v1
    where (uscc, scheme) in (from frozen)
    union all by name
    select uscc, scheme, columns(* exclude (uscc, scheme, as_of_date))::varchar, 'then' as edition from previous_indicator
    where (uscc, scheme) in (from frozen)
    union all by name
    select uscc, scheme, columns(* exclude (uscc, scheme, as_of_date))::varchar, 'now' as edition from pub_score_reason_v1
    where (uscc, scheme) in (from frozen)
    union all by name
    select uscc, scheme, columns(* exclude (uscc, scheme, as_of_date))::varchar, 'then' as edition from previous_score_reason
    where (uscc, scheme) in (from frozen)
),

moved as (
    select uscc, scheme, count(*) as moved_parts
    from (select * exclude (edition) from part group by all having count(*) <> 2) as unpaired
    group by uscc, scheme
)

select
    score.uscc, score.scheme, score.is_under_objection, open.uscc is not null as has_open_objection, score.frozen_from,
    score.score, previous.score as score_then, coalesce(moved.moved_parts, 0) as parts_that_differ,
    score.is_under_objection = has_open_objection
    and (score.frozen_from is not null)
        = coalesce(open.is_to_be_frozen and previous.status = 'scored' and previous.scheme_edition = score.scheme_edition, false)
    and (
        score.frozen_from is null
        or (score.score_full, score.score, score.stage, score.status, score.coverage_ratio, score.outcome)
            is not distinct from
            (previous.score_full, previous.score, previous.stage, previous.status, previous.coverage_ratio, previous.outcome)
        and parts_that_differ = 0
    ) as holds
from pub_score_v1 as score
left join open using (uscc, scheme)
left join previous_score as previous using (uscc, scheme)
left join moved using (uscc, scheme)
