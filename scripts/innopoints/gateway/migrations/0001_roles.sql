-- Who may do what. None of these may log in; the server's administrator grants them to logins.
--   innopoints_owner   owns the store; nobody is it at run time
--   innopoints_loader  adds rows, and reads them back; COPY cannot pass row security, so it alone stands outside it
--   innopoints_reader  owns the views: row security decides for it, by who is logged in
--   innopoints_clerk   owns the functions that log; row security decides for it too
--   innopoints_bank    what every bank's role is a member of

do $$
declare
    wanted record;
begin
    for wanted in
        select *
        from (values
            ('innopoints_owner', 'nobypassrls'),
            ('innopoints_loader', 'bypassrls'),
            ('innopoints_reader', 'nobypassrls'),
            ('innopoints_clerk', 'nobypassrls'),
            ('innopoints_bank', 'nobypassrls')
        ) as roles (name, bypass)
    loop
        if not exists (select from pg_roles where rolname = wanted.name) then
            execute format('create role %I nologin %s', wanted.name, wanted.bypass);
        end if;
        if exists (
            select from pg_roles
            where
                rolname = wanted.name
                and (rolcanlogin or rolsuper or rolcreaterole or rolbypassrls <> (wanted.bypass = 'bypassrls'))
        ) then
            raise exception 'role % was there before, and may do more than it should; drop or rename it', wanted.name;
        end if;
    end loop;
    -- The database is the gateway's alone: a bank makes no tables or functions of its own here, temporary ones neither.
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to innopoints_bank, innopoints_loader', current_database());
end
$$;

revoke all on schema public from public;
alter schema innopoints_store owner to innopoints_owner;
grant usage on schema innopoints_store to innopoints_loader, innopoints_reader, innopoints_clerk;
create schema innopoints authorization innopoints_owner;
grant usage on schema innopoints to innopoints_bank;
