-- From which day an edition is in effect: as its signed manifest says, and of one of before there were objection windows the
-- day it was published. Worked out from the manifest, so that it can be no other, of editions delivered before too.

alter table innopoints_store.delivery add column effective_from date not null generated always as (coalesce(
    make_date(
        substr(manifest::jsonb ->> 'effective_from', 1, 4)::integer,
        substr(manifest::jsonb ->> 'effective_from', 6, 2)::integer,
        substr(manifest::jsonb ->> 'effective_from', 9, 2)::integer
    ),
    (published_at at time zone 'Asia/Shanghai')::date
)) stored;

-- The edition in effect on a day: while one is open to objections, the one before it; null before the first.
create function innopoints.edition_in_effect(on_day date) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select delivery.edition
    from innopoints_store.delivery
    where
        delivery.effective_from <= on_day
        and not exists (select from innopoints_store.recall where recall.edition = delivery.edition)
    order by delivery.as_of_date desc, delivery.number desc
    limit 1
$$;
revoke all on function innopoints.edition_in_effect(date) from public;
alter function innopoints.edition_in_effect(date) owner to innopoints_clerk;
grant execute on function innopoints.edition_in_effect(date) to innopoints_bank;
