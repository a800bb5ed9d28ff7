-- What is kept of each delivery beside its rows. Nothing here is ever changed or deleted: what holds now is the newest.

create table innopoints_store.bank (
    bank text collate "C" primary key,
    role_name text collate "C" not null unique,
    added_at timestamptz not null default now()
);

create table innopoints_store.request_cause (
    code text collate "C" primary key,
    title_zh text not null,
    title_en text not null
);

-- One row per bank and edition: the registry. The manifest is the signed one of the delivery, byte for byte.
create table innopoints_store.delivery (
    bank text collate "C" not null references innopoints_store.bank,
    edition text collate "C" not null check (edition ~ '^\d{4}-\d\d-\d\d/[1-9]\d*$'),
    as_of_date date not null,
    number integer not null,
    root_hash text not null,
    content_root_hash text not null,
    published_at timestamptz not null,
    valid_until date not null,
    illustrative boolean not null,
    manifest text not null,
    signature bytea not null,
    delivered_at timestamptz not null default now(),
    primary key (bank, edition)
);

-- One row per move of a bank's pointer; the highest number holds. No edition: none is in force.
create table innopoints_store.pointer (
    bank text collate "C" not null references innopoints_store.bank,
    number integer not null,
    edition text collate "C",
    moved_at timestamptz not null default now(),
    primary key (bank, number),
    foreign key (bank, edition) references innopoints_store.delivery (bank, edition)
);

-- One row per recalled edition a bank holds; the record is the signed notice, byte for byte.
create table innopoints_store.recall (
    bank text collate "C" not null,
    edition text collate "C" not null,
    reason text not null,
    affected jsonb not null,
    replacement text,
    recalled_at timestamptz not null,
    record text not null,
    told_at timestamptz not null default now(),
    primary key (bank, edition),
    foreign key (bank, edition) references innopoints_store.delivery (bank, edition)
);

-- One row per edition, or recall, a bank says it has taken in.
create table innopoints_store.acknowledgement (
    bank text collate "C" not null,
    edition text collate "C" not null,
    what text not null check (what in ('edition', 'recall')),
    number bigint not null generated always as identity,
    login text not null,
    acknowledged_at timestamptz not null default now(),
    primary key (bank, edition, what),
    foreign key (bank, edition) references innopoints_store.delivery (bank, edition)
);

-- One row per act of a bank; each line holds the hash of the bank's line before. `ticket` is drawn before the line is
-- written and never given back: a line whose transaction was rolled back leaves its number missing.
create table innopoints_store.access_log (
    bank text collate "C" not null references innopoints_store.bank,
    number bigint not null,
    ticket bigint not null,
    at timestamptz not null,
    login text not null,
    act text not null check (act in ('reading', 'look_up', 'acknowledge')),
    request_cause text references innopoints_store.request_cause,
    uscc text,
    edition text,
    row_count bigint,
    open_until timestamptz,
    client_address text,
    application text,
    previous text not null,
    hash text not null,
    written_in xid8 not null default pg_current_xact_id(),
    primary key (bank, number),
    unique (bank, previous)
);
create index on innopoints_store.access_log (bank, login, open_until);

create function innopoints_store.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end
$$;

-- Whose login this is. Row security asks it once a query.
create function innopoints_store.my_bank() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    found text[];
begin
    select array_agg(bank.bank order by bank.bank) into found
    from innopoints_store.bank
    inner join pg_roles on pg_roles.rolname = bank.role_name
    where pg_has_role(session_user, pg_roles.oid, 'member');
    if cardinality(found) = 1 then
        return found[1];
    end if;
    raise exception 'login % is % bank''s; the gateway answers the login of exactly one', session_user,
        case when found is null then 'no' else 'more than one' end using errcode = 'insufficient_privilege';
end
$$;

-- Nobody changes what is in a table, however few rows it concerns: a partition is protected for itself.
create function innopoints_store.protect(table_name regclass) returns void language plpgsql as $$
begin
    execute format('alter table %s owner to innopoints_owner', table_name);
    execute format('create trigger append_only before update or delete or truncate on %s for each statement '
        'execute function innopoints_store.refuse_change()', table_name);
end
$$;

-- Row security for a table of the banks': forced, the owner too sees nothing.
create function innopoints_store.seclude(table_name regclass) returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', table_name);
    execute format('alter table %s force row level security', table_name);
end
$$;

do $$
declare
    named text;
begin
    perform innopoints_store.protect('innopoints_store.migration'::regclass);
    foreach named in array array['bank', 'request_cause', 'delivery', 'pointer', 'recall', 'acknowledgement', 'access_log']
    loop
        perform innopoints_store.protect(('innopoints_store.' || named)::regclass);
        execute format('grant select on innopoints_store.%I to innopoints_loader', named);
    end loop;
    grant insert on innopoints_store.delivery, innopoints_store.pointer, innopoints_store.recall to innopoints_loader;
    foreach named in array array['delivery', 'pointer', 'recall', 'acknowledgement', 'access_log']
    loop
        perform innopoints_store.seclude(('innopoints_store.' || named)::regclass);
        execute format('grant select on innopoints_store.%I to innopoints_reader, innopoints_clerk', named);
        execute format('create policy own_rows on innopoints_store.%I for select to innopoints_reader, innopoints_clerk '
            'using (bank = (select innopoints_store.my_bank()))', named);
    end loop;
    foreach named in array array['acknowledgement', 'access_log']
    loop
        execute format('grant insert on innopoints_store.%I to innopoints_clerk', named);
        execute format('create policy own_lines on innopoints_store.%I for insert to innopoints_clerk '
            'with check (bank = (select innopoints_store.my_bank()))', named);
    end loop;
end
$$;
grant select on innopoints_store.request_cause to innopoints_reader, innopoints_clerk;

-- Make room for an edition in the tables named: a partition each, secluded like its parent. Attaching one lets readers go on.
create function innopoints_store.open_edition(edition text, tables text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    named text;
    part text;
begin
    if edition !~ '^\d{4}-\d\d-\d\d/[1-9]\d*$' then
        raise exception 'not an edition: %', edition using errcode = 'invalid_parameter_value';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('innopoints edition ' || edition, 0));
    foreach named in array tables
    loop
        if not exists (
            select from pg_class
            where relnamespace = 'innopoints_store'::regnamespace and relkind = 'p' and relname = named
        ) then
            raise exception 'the gateway has no table %', named using errcode = 'undefined_table';
        end if;
        part := named || '__' || replace(replace(edition, '-', ''), '/', '_');
        if to_regclass(format('innopoints_store.%I', part)) is null then
            execute format('create table innopoints_store.%I (like innopoints_store.%I including all)', part, named);
            execute format('alter table innopoints_store.%I attach partition innopoints_store.%I for values in (%L)',
                named, part, edition);
            perform innopoints_store.protect(format('innopoints_store.%I', part)::regclass);
            perform innopoints_store.seclude(format('innopoints_store.%I', part)::regclass);
        end if;
    end loop;
end
$$;
