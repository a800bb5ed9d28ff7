-- One row per scheme, edition and stage found in the scores: a stage of that scheme, or unknown.
select score.scheme, score.scheme_edition, score.stage, score.stage = 'unknown' or stage.stage is not null as holds
from (select distinct scheme, scheme_edition, stage from pub_score_v1) as score
left join candidate.registry.scheme_stage as stage
    on stage.scheme = score.scheme
    and stage.edition = score.scheme_edition
    and stage.stage = score.stage
