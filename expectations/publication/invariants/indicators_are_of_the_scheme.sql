-- One row per scheme, group and indicator found: the registered edition has that indicator in that group.
with found as (
    select distinct indicator.scheme, score.scheme_edition, indicator.group_id, indicator.indicator
    from pub_indicator_v1 as indicator
    left join (select distinct scheme, scheme_edition from pub_score_v1) as score using (scheme)
)

select found.scheme, found.scheme_edition, found.group_id, found.indicator, registered.indicator is not null as holds
from found
left join candidate.registry.scheme_indicator as registered
    on registered.scheme = found.scheme
    and registered.edition = found.scheme_edition
    and registered.group_id = found.group_id
    and registered.indicator = found.indicator
