"""Fetch: pull what an office has new, raw, into landing/<source>/.incoming/.

    fetch(home, "tax", known_at)  ->  {"source": "tax", "tables": {"vat_return": {"rows": 812, "since": "..."}, ...}}

Nothing counts until it is landed, so a fetch that was killed is simply run again.
"""

import logging
from datetime import datetime

from innopoints.errors import OutsideFailed
from innopoints.home import Home
from innopoints.ingest.connector import Connector, OfficeUnreachable, connect
from innopoints.ingest.incoming import Incoming
from innopoints.ingest.landed import Landed
from innopoints.ingest.lock import source_locked
from innopoints.passports.source import Source, read_source

log = logging.getLogger("innopoints.fetch")


def fetch(home: Home, source: str, known_at: datetime) -> dict:
    """Pull every table of a source. `known_at` is noted as the moment of fetching.

    One table that fails does not stop the others. Raises OutsideFailed at the end naming each that did.
    """
    passport = read_source(source)
    with source_locked(home, source):
        try:
            office = connect(passport)
        except OutsideFailed as error:
            raise OutsideFailed(f"{source}: {error}") from None
        try:
            tables, failed = _pull_tables(home, passport, office, known_at)
            leftovers = office.leftovers()
        finally:
            office.close()
    if leftovers:
        log.warning("%s: belongs to no table of the passport: %s", source, ", ".join(leftovers))
    if failed:
        raise OutsideFailed(f"{source}: " + "; ".join(failed))
    return {"source": source, "tables": tables, "belongs_to_no_table": leftovers}


def _pull_tables(home: Home, source: Source, office: Connector, moment: datetime) -> tuple[dict, list[str]]:
    tables, failed = {}, []
    for name, table in source.tables.items():
        incoming = Incoming(home, source.source, name)
        incoming.sweep()
        try:
            tables[name] = office.pull(table, Landed(home, source.source, name), incoming, moment)
            log.info("%s.%s: %s", source.source, name, tables[name])
        except OfficeUnreachable as error:
            # The next table would wait as long for the same answer.
            failed.append(f"{name} and what follows: {error}")
            break
        except OutsideFailed as error:
            failed.append(f"{name}: {error}")
    return tables, failed
