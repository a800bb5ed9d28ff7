"""Set up a server, or bring it up to date: migrations, tables and views, a role for each bank, the declared causes.

All of it is one transaction, so that a server is at one state or the other; a second time there is nothing to do.
"""

from pathlib import Path
from typing import Any

from psycopg import Connection, Rollback, errors, sql

from innopoints.errors import Refused, WrongUse
from innopoints.gateway import migrate
from innopoints.gateway.address import connected, login_of
from innopoints.gateway.contract import published_columns
from innopoints.gateway.names import STORE, role_of, ticket_of
from innopoints.gateway.shape import Columns, put_in_shape, shape_hash
from innopoints.passports.bank import Bank, read_banks
from innopoints.passports.request_cause import read_causes
from innopoints.project import BANKS, REQUEST_CAUSES


def gateways(banks: dict[str, Bank], asked: str = "") -> dict[str, list[str]]:
    """{connection: its banks} of the passports, or of the one asked for. Raises WrongUse when there is none."""
    found: dict[str, list[str]] = {}
    for bank in banks.values():
        if bank.gateway and asked in ("", bank.gateway):
            found.setdefault(bank.gateway, []).append(bank.bank)
    if not found:
        which = f"names the gateway {asked!r}" if asked else "names a gateway"
        raise WrongUse(f"no passport {which}; add `gateway: <connection>` to the passport of a bank that reads there")
    return found


def init(asked: str = "", dry_run: bool = False, passports: Path = BANKS) -> dict[str, Any]:
    """Set up every gateway the passports name, or the one asked for, as the administrator of `<connection>_admin`.

    Returns {connection: {migrations, shape, banks, causes, granted}}: what was new. Raises Refused for a name
    or a server that cannot be used, OutsideFailed when it does not answer.
    """
    done = {}
    for connection, banks in gateways(read_banks(passports), asked).items():
        with connected(f"{connection}_admin") as con, con.transaction():
            done[connection] = set_up(con, banks, login_of(connection), published_columns())
            if dry_run:
                raise Rollback
    return done | ({"dry_run": True} if dry_run else {})


def set_up(con: Connection, banks: list[str], loader: str, columns: Columns) -> dict[str, Any]:
    """The same on an open connection, inside the caller's transaction; `loader` is the login that delivers."""
    names = {bank: (role_of(bank), ticket_of(bank)) for bank in banks}
    ran = migrate.migrate(con)
    return {
        "migrations": ran,
        "shape": _shape(con, columns),
        "banks": [bank for bank, named in names.items() if _add_bank(con, bank, *named)],
        "causes": _causes(con),
        "granted": _grant(con, loader),
    }


def _shape(con: Connection, columns: Columns) -> bool:
    wanted, ran = shape_hash(columns), migrate.applied(con)
    last = max(ran)
    if last >= migrate.SHAPES_FROM and ran[last][1] == wanted:
        return False
    put_in_shape(con, columns)
    migrate.record(con, max(last + 1, migrate.SHAPES_FROM), "shape", wanted)
    return True


def _add_bank(con: Connection, bank: str, role: str, ticket: str) -> bool:
    if con.execute("select 1 from innopoints_store.bank where bank = %s", [bank]).fetchone():
        return False
    there = con.execute(
        "select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls from pg_roles "
        "where rolname = %s",
        [role],
    ).fetchone()
    if there and there[0]:
        raise Refused(f"bank {bank!r}: role {role!r} was there before, and may do more than a bank should; rename it")
    if there is None:
        con.execute(sql.SQL("create role {} nologin").format(sql.Identifier(role)))
    con.execute(sql.SQL("grant innopoints_bank to {}").format(sql.Identifier(role)))
    counter = sql.Identifier(STORE, ticket)
    con.execute(sql.SQL("create sequence {}").format(counter))
    con.execute(sql.SQL("alter sequence {} owner to innopoints_owner").format(counter))
    con.execute(sql.SQL("grant usage on sequence {} to innopoints_clerk").format(counter))
    con.execute(sql.SQL("grant select on sequence {} to innopoints_loader").format(counter))
    con.execute("insert into innopoints_store.bank (bank, role_name) values (%s, %s)", [bank, role])
    return True


def _causes(con: Connection) -> list[str]:
    new = []
    for code, cause in read_causes(REQUEST_CAUSES).items():
        added = con.execute(
            "insert into innopoints_store.request_cause (code, title_zh, title_en) values (%s, %s, %s) "
            "on conflict do nothing returning code",
            [code, cause.zh, cause.en],
        )
        new += [row[0] for row in added]
    return new


def _grant(con: Connection, loader: str) -> bool:
    try:
        may = con.execute("select pg_has_role(%s, 'innopoints_loader', 'member')", [loader]).fetchone()[0]
    except errors.UndefinedObject as error:
        raise Refused(
            f"the login {loader!r} that delivers does not exist on the server; its administrator makes it: "
            "create role … login password '…'"
        ) from error
    if not may:
        con.execute(sql.SQL("grant innopoints_loader to {}").format(sql.Identifier(loader)))
    return not may
