-- One row per file and enterprise: it is of the scored population, and not a sole trader (92...).
with found as (
    select distinct 'pub_score_v1' as file, uscc from pub_score_v1
    union all
    select distinct 'pub_indicator_v1', uscc from pub_indicator_v1
    union all
    select distinct 'pub_score_reason_v1', uscc from pub_score_reason_v1
    union all
    select distinct 'pub_score_change_v1', uscc from pub_score_change_v1
    union all
    select distinct 'pub_pillar_v1', uscc from pub_pillar_v1
    union all
    select distinct 'pub_credit_line_v1', uscc from pub_credit_line_v1
    union all
    select distinct 'pub_bank_right_v1', uscc from pub_bank_right_v1
)

select found.file, found.uscc, enterprise.uscc is not null and found.uscc not like '92%' as holds
from found
left join candidate.measures.enterprise as enterprise using (uscc)
