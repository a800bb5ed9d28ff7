"""Check a gateway from outside: every row against what was signed, every line of the access log against its chain.

A line of the log is the SHA-256 of a JSON array that holds the hash of the bank's line before, computed here anew. The
audit log beside the editions says how far each bank's log had come at each delivery: cutting lines off is seen.
"""

import hashlib
import json
from typing import Any

from psycopg import Connection, sql

from innopoints.errors import Refused
from innopoints.gateway.address import connected
from innopoints.gateway.load import as_loader, held_text
from innopoints.gateway.names import STORE, ticket_of
from innopoints.home import Home
from innopoints.publication import audit

_START = "0" * 64
_MOMENT = """to_char({} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
_LINE = f"""
select number, hash, json_build_array(
    bank, number, ticket, {_MOMENT.format("at")}, login, act, request_cause, uscc, edition, row_count,
    {_MOMENT.format("open_until")}, client_address, application, previous
), ticket
from innopoints_store.access_log where bank = %s order by number
"""


def verify_gateway(home: Home, connection: str, banks: list[str]) -> dict[str, Any]:
    """{bank: {editions, rows, lines, taken_back}}: `taken_back` counts acts whose line was rolled back by the bank.

    Raises Refused naming every row that is not what was signed and every line that does not fit.
    """
    wrong: list[str] = []
    found = {}
    with connected(connection) as con:
        for bank in banks:
            with con.transaction():
                as_loader(con, bank)
                lines, taken_back = _check_log(con, bank, _anchors(home, bank), wrong)
                editions, rows = _check_rows(con, bank, wrong)
            found[bank] = {"editions": editions, "rows": rows, "lines": lines, "taken_back": taken_back}
    if wrong:
        raise Refused(f"gateway {connection}: NOT VERIFIED  " + "; ".join(wrong))
    return found


def _anchors(home: Home, bank: str) -> list[dict[str, Any]]:
    loaded = [each for each in audit.entries(home) if each["event"] == "loaded" and each["bank"] == bank]
    return [each["access"] for each in loaded if each["access"]]


def _check_log(con: Connection, bank: str, anchors: list[dict[str, Any]], wrong: list[str]) -> tuple[int, int]:
    previous, hashes, highest = _START, {}, 0
    for place, (number, said, line, ticket) in enumerate(con.execute(_LINE, [bank]), start=1):
        digest = hashlib.sha256(json.dumps(line, ensure_ascii=False).encode()).hexdigest()
        if (number, said, line[-1]) != (place, digest, previous):
            wrong.append(f"access log of {bank}: line {number} breaks the hash chain")
            return place, 0
        previous, hashes[number], highest = said, said, max(highest, ticket)
    for each in anchors:
        if hashes.get(each["number"]) != each["hash"]:
            wrong.append(f"access log of {bank}: line {each['number']} is not the one the audit log names")
    drawn = con.execute(
        sql.SQL("select case when is_called then last_value else 0 end from {}").format(
            sql.Identifier(STORE, ticket_of(bank))
        )
    ).fetchone()[0]
    return len(hashes), max(drawn, highest) - len(hashes)


def _check_rows(con: Connection, bank: str, wrong: list[str]) -> tuple[int, int]:
    deliveries = con.execute(
        "select edition, manifest from innopoints_store.delivery where bank = %s order by as_of_date, number", [bank]
    ).fetchall()
    rows = 0
    for edition, manifest in deliveries:
        for table in json.loads(manifest)["gateway"]["tables"]:
            held = held_text(con, bank, edition, table)
            rows += held[0]
            if held != (table["rows"], table["sha256"]):
                wrong.append(f"{bank} {edition}: {table['name']} is not what was signed")
    return len(deliveries), rows
