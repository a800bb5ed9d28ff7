-- What a bank may call: open a reading, acknowledge; and what every logged act goes through.
-- A row is shown in bulk only under a line of the log that was committed before: whatever becomes of the reading
-- transaction (read-only, rolled back, killed), the line stays.

create function innopoints_store.current_edition() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select edition from innopoints_store.pointer order by number desc limit 1
$$;

create function innopoints_store.acknowledged_edition() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select edition from innopoints_store.acknowledgement where what = 'edition' order by number desc limit 1
$$;

create function innopoints_store.reading_is_open() returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if exists (
        select from innopoints_store.access_log
        where
            login = session_user
            and open_until > clock_timestamp()
            and written_in is distinct from pg_current_xact_id_if_assigned()
    ) then
        return true;
    end if;
    raise exception 'no reading is open for %', session_user using
        errcode = 'insufficient_privilege',
        hint = 'Say what for, and commit: select innopoints.open_reading(''LOAN_REVIEW''); '
            'the causes are in innopoints.request_cause';
end
$$;

create function innopoints_store.require_cause(cause text) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from innopoints_store.request_cause where code = cause) then
        return;
    end if;
    raise exception 'request_cause % is none of: %', coalesce(quote_literal(cause), 'null'),
        (select string_agg(code, ', ' order by code) from innopoints_store.request_cause)
        using errcode = 'invalid_parameter_value';
end
$$;

-- Append a line to the chain of the bank that is logged in. The hash is SHA-256 of the JSON array of what is in it.
create function innopoints_store.write_access(
    act text, cause text, uscc text, edition text, row_count bigint, open_until timestamptz
) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    mine text := innopoints_store.my_bank();
    moment timestamptz := clock_timestamp();
    address text := coalesce(host(inet_client_addr()), 'local');
    program text := current_setting('application_name');
    drawn bigint;
    last record;
begin
    if current_setting('transaction_read_only')::boolean then
        raise exception 'this transaction is read-only, and the act must be logged' using
            errcode = 'read_only_sql_transaction', hint = 'Call it in a transaction of its own that may write.';
    end if;
    drawn := nextval(format('innopoints_store.%I', 'ticket_' || mine)::regclass);
    raise log 'innopoints %: bank % login % ticket % cause % uscc % edition %', act, mine, session_user, drawn, cause, uscc,
        edition;
    perform pg_advisory_xact_lock(hashtextextended('innopoints access ' || mine, 0));
    select line.number, line.hash into last
    from innopoints_store.access_log as line order by line.number desc limit 1;
    insert into innopoints_store.access_log (
        bank, number, ticket, at, login, act, request_cause, uscc, edition, row_count, open_until, client_address,
        application, previous, hash
    )
    select
        mine, line.number, drawn, moment, session_user, act, cause, uscc, edition, row_count, open_until, address,
        program, line.previous, innopoints_store.line_hash(json_build_array(
            mine, line.number, drawn, innopoints_store.moment_text(moment), session_user, act, cause, uscc, edition,
            row_count, innopoints_store.moment_text(open_until), address, program, line.previous
        ))
    from (select coalesce(last.number, 0) + 1 as number, coalesce(last.hash, repeat('0', 64)) as previous) as line;
exception
    when unique_violation then
        raise exception 'another act of this bank was logged meanwhile; do it again'
            using errcode = 'serialization_failure';
end
$$;

create function innopoints_store.line_hash(line json) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select encode(sha256(convert_to(line::text, 'UTF8')), 'hex')
$$;

create function innopoints_store.moment_text(moment timestamptz) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- Open the views of rows for this login, for an hour; returns until when.
create function innopoints.open_reading(request_cause text) returns timestamptz
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    until timestamptz := clock_timestamp() + interval '1 hour';
begin
    perform innopoints_store.require_cause(request_cause);
    perform innopoints_store.write_access(
        'reading', request_cause, null, innopoints_store.current_edition(), null, until
    );
    return until;
end
$$;

-- Say that an edition was taken in, or, once it is recalled, that the recall was; false when it was said before.
create function innopoints.acknowledge(edition text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    mine text := innopoints_store.my_bank();
    meant text := case
        when exists (select from innopoints_store.recall as notice where notice.edition = acknowledge.edition)
            then 'recall'
        else 'edition'
    end;
begin
    if not exists (select from innopoints_store.delivery as row where row.edition = acknowledge.edition) then
        raise exception 'no edition % was delivered here', coalesce(quote_literal(edition), 'null')
            using errcode = 'invalid_parameter_value';
    end if;
    perform innopoints_store.write_access('acknowledge', null, null, edition, null, null);
    insert into innopoints_store.acknowledgement (bank, edition, what, login)
    values (mine, acknowledge.edition, meant, session_user)
    on conflict do nothing;
    return found;
end
$$;

-- Nobody calls what is not given here by name. A function runs with the rights of its owner.
do $$
declare
    each regprocedure;
begin
    for each in
        select oid::regprocedure from pg_proc
        where pronamespace in ('innopoints'::regnamespace, 'innopoints_store'::regnamespace)
    loop
        execute format('revoke all on function %s from public', each);
        execute format('alter function %s owner to innopoints_clerk', each);
    end loop;
end
$$;
alter function innopoints_store.my_bank() owner to innopoints_owner;
alter function innopoints_store.refuse_change() owner to innopoints_owner;
alter function innopoints_store.protect(regclass) owner to innopoints_owner;
alter function innopoints_store.seclude(regclass) owner to innopoints_owner;
alter function innopoints_store.open_edition(text, text []) owner to innopoints_owner;
grant execute on function innopoints_store.open_edition(text, text []) to innopoints_loader;
-- Row security and the views ask these in the name of whoever reads.
grant execute on function innopoints_store.my_bank(), innopoints_store.reading_is_open(),
innopoints_store.current_edition(), innopoints_store.acknowledged_edition()
to innopoints_bank, innopoints_reader, innopoints_clerk;
grant execute on function innopoints.open_reading(text), innopoints.acknowledge(text) to innopoints_bank;
