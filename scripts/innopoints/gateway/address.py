"""A connection to the gateway's server, and what its failures mean to the person who reads them."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from innopoints.errors import OutsideFailed, Refused
from innopoints.ingest.connection import Connection, resolve
from innopoints.ingest.sql_address import engine_of

CONNECT_SECONDS = 10
# A server that went away without a word is noticed within minutes, and so is a lock nobody gives back.
_PATIENCE = {
    "application_name": "innopoints",
    "keepalives_idle": 30,
    "tcp_user_timeout": 120_000,
    "options": "-c lock_timeout=60s -c idle_in_transaction_session_timeout=10min -c datestyle=ISO,YMD -c timezone=UTC",
}


@contextmanager
def connected(name: str) -> Iterator[psycopg.Connection]:
    """A session of the named connection; every `with con.transaction()` in it is one transaction.

    Raises OutsideFailed when the server cannot be had or goes away, Refused when it says no; no text holds a secret.
    """
    connection = resolve(name)
    try:
        with psycopg.connect(_address(connection), autocommit=True, client_encoding="UTF8", **_PATIENCE) as con:
            yield con
    except psycopg.errors.InsufficientPrivilege as error:
        raise Refused(
            f"connection {name}: {_said(connection, error)}; has `innopoints gateway init` been run since, and is its "
            "login granted innopoints_loader?"
        ) from error
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName, psycopg.errors.UndefinedFunction) as error:
        raise Refused(f"connection {name}: {_said(connection, error)}; run `innopoints gateway init` first") from error
    except psycopg.OperationalError as error:
        raise OutsideFailed(
            f"the gateway does not answer: {_said(connection, error)}; check {connection.variable}"
        ) from error
    except psycopg.Error as error:
        raise Refused(f"connection {name}: {_said(connection, error)}") from error


def login_of(name: str) -> str:
    """Who the named connection logs in as."""
    return psycopg.conninfo.conninfo_to_dict(_address(resolve(name))).get("user") or ""


def _address(connection: Connection) -> str:
    url = engine_of(connection, CONNECT_SECONDS).url
    if url.get_backend_name() != "postgresql":
        raise OutsideFailed(f"{connection.variable} is no PostgreSQL server's: {url.get_backend_name()}")
    said = url.set(drivername="postgresql").update_query_dict({"connect_timeout": str(CONNECT_SECONDS)})
    return said.render_as_string(hide_password=False)


def _said(connection: Connection, error: psycopg.Error) -> str:
    return connection.without_secrets(" ".join(str(error).split()))
