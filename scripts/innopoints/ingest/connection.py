"""Where an office is and how we identify ourselves: the environment first, Airflow's own store second.

    AIRFLOW_CONN_TAX_BUREAU='{"conn_type": "http", "host": "https://tax.example", "password": "..."}'
    AIRFLOW_CONN_FRONT_DATABASE='postgresql://reader:...@10.0.0.5:5432/front'

Secrets are in the object and nowhere else: its repr and every error text are free of them.
"""

import base64
import json
import os
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

from innopoints.errors import OutsideFailed


@dataclass(frozen=True)
class Connection:
    """One resolved connection; `variable` is the environment variable a person would set."""

    name: str
    conn_type: str
    host: str = ""
    login: str = ""
    password: str = field(default="", repr=False)
    schema: str = ""
    port: int | None = None
    extra: dict = field(default_factory=dict, repr=False)

    @property
    def variable(self) -> str:
        return variable_of(self.name)

    @property
    def folder(self) -> str:
        """The path of a `file` or `sqlite` connection, in whichever way it was written."""
        return str(self.extra.get("path") or self.host or (f"/{self.schema}" if self.schema else ""))

    def without_secrets(self, text: object) -> str:
        """`text` with this connection's password and other secrets replaced by ***, in whatever spelling.

        Clean a text before it is cut short: half a secret is not found.
        """
        clean = str(text)
        plain = [self.password, *(value for value in self.extra.values() if isinstance(value, str))]
        basic = base64.b64encode(f"{self.login}:{self.password}".encode()).decode() if self.password else ""
        spelt = {basic, *plain, *(repr(secret)[1:-1] for secret in plain)}
        spelt |= {way(secret) for secret in plain for way in (partial(quote, safe=""), quote_plus)}
        # The longest first: one spelling may hold another.
        for secret in sorted(spelt, key=lambda each: (-len(each), each)):
            if len(secret) >= 4 and secret != self.folder:
                clean = clean.replace(secret, "***")
        return clean


def variable_of(name: str) -> str:
    """The environment variable that holds a connection, as Airflow names it."""
    return f"AIRFLOW_CONN_{name.upper()}"


def resolve(name: str) -> Connection:
    """The connection of that name. Raises OutsideFailed naming the variable to set."""
    variable = variable_of(name)
    text = os.environ.get(variable, "").strip()
    if text:
        try:
            return _from_json(name, text) if text.startswith("{") else _from_uri(name, text)
        except ValueError:
            # The text itself may hold a password, so neither it nor the parser's words are repeated.
            raise OutsideFailed(
                f"{variable} is set but is neither a JSON connection nor a URI; write it anew"
            ) from None
    if found := _from_airflow(name):
        return found
    raise OutsideFailed(
        f"no connection {name!r}: set {variable} (JSON or URI), or add an Airflow connection of that name"
    )


def _from_json(name: str, text: str) -> Connection:
    given = json.loads(text)
    extra = given.get("extra") or {}
    return Connection(
        name=name,
        conn_type=str(given.get("conn_type") or ""),
        host=str(given.get("host") or ""),
        login=str(given.get("login") or ""),
        password=str(given.get("password") or ""),
        schema=str(given.get("schema") or ""),
        port=int(given["port"]) if given.get("port") else None,
        extra=json.loads(extra) if isinstance(extra, str) else dict(extra),
    )


def _from_uri(name: str, text: str) -> Connection:
    parts = urlsplit(text)
    if not parts.scheme:
        raise ValueError("no scheme")
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    extra = json.loads(query["__extra__"]) if "__extra__" in query else query
    return Connection(
        name=name,
        conn_type=parts.scheme,
        host=unquote(parts.netloc.rpartition("@")[2].partition(":")[0]),
        login=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        schema=unquote(parts.path.lstrip("/")),
        port=parts.port,
        extra=extra,
    )


def _from_airflow(name: str) -> Connection | None:
    """Airflow's stored connection, asked only from within a task: importing Airflow costs seconds."""
    if "AIRFLOW_CTX_DAG_ID" not in os.environ:
        return None
    from airflow.sdk import BaseHook

    try:
        found = BaseHook.get_connection(name)
    except Exception:  # Airflow has several kinds of "not there"; each means the same to us
        return None
    return Connection(
        name=name,
        conn_type=found.conn_type or "",
        host=found.host or "",
        login=found.login or "",
        password=found.password or "",
        schema=found.schema or "",
        port=found.port,
        extra=found.extra_dejson,
    )
