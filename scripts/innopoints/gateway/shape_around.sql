-- Views in which no enterprise's row stands, and the look-up of one. Written anew whenever a published table changes.

create or replace view innopoints.edition with (security_barrier) as
select
    delivery.edition,
    delivery.as_of_date,
    delivery.number,
    case
        when recall.edition is not null then 'recalled'
        when delivery.edition = (select innopoints_store.current_edition()) then 'current'
        else 'published'
    end as status,
    delivery.published_at,
    delivery.effective_from,
    delivery.valid_until,
    delivery.illustrative,
    delivery.root_hash,
    delivery.content_root_hash,
    delivery.delivered_at,
    said.acknowledged_at,
    delivery.manifest,
    delivery.signature
from innopoints_store.delivery
left join innopoints_store.recall using (bank, edition)
left join innopoints_store.acknowledgement as said
    on said.bank = delivery.bank and said.edition = delivery.edition and said.what = 'edition';

create or replace view innopoints.agreed_column with (security_barrier) as
select
    delivery.edition,
    delivered.value ->> 'name' as table_name,
    named.ordinality as position,
    named.value as column_name
from innopoints_store.delivery
cross join lateral jsonb_array_elements(delivery.manifest::jsonb -> 'gateway' -> 'tables') as delivered
cross join lateral jsonb_array_elements_text(delivered.value -> 'columns') with ordinality as named (value, ordinality);

create or replace view innopoints.recall_notice with (security_barrier) as
select
    recall.edition,
    recall.reason,
    recall.affected,
    recall.replacement,
    recall.recalled_at,
    recall.told_at,
    said.acknowledged_at,
    recall.record
from innopoints_store.recall
left join innopoints_store.acknowledgement as said
    on said.bank = recall.bank and said.edition = recall.edition and said.what = 'recall';

create or replace view innopoints.access_record with (security_barrier) as
select number, at, login, act, request_cause, uscc, edition, row_count, open_until, client_address, application, previous, hash
from innopoints_store.access_log;

create or replace view innopoints.request_cause with (security_barrier) as
select code, title_zh, title_en from innopoints_store.request_cause;

-- What the current edition says of one enterprise, for a declared cause; the look-up is logged whether or not there is a row.
create or replace function innopoints.look_up(uscc text, request_cause text) returns setof innopoints_store.pub_score_v1
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    mine text := innopoints_store.my_bank();
    now_in_force text := innopoints_store.current_edition();
    found_count bigint;
begin
    perform innopoints_store.require_cause(request_cause);
    select count(*) into found_count
    from innopoints_store.pub_score_v1 as row
    where row.bank = mine and row.edition = now_in_force and row.uscc = look_up.uscc;
    perform innopoints_store.write_access('look_up', request_cause, left(uscc, 64), now_in_force, found_count, null);
    return query
    select row.* from innopoints_store.pub_score_v1 as row
    where row.bank = mine and row.edition = now_in_force and row.uscc = look_up.uscc
    order by row.scheme;
end
$$;

revoke all on function innopoints.look_up(text, text) from public;
alter function innopoints.look_up(text, text) owner to innopoints_clerk;
grant execute on function innopoints.look_up(text, text) to innopoints_bank;
