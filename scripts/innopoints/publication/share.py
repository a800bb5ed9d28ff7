"""A bank's share of an edition: the rows of enterprises that authorised it, the columns it agreed to. Figures of the
zone as a whole, in which no enterprise stands, are handed over entire.

Filtering happens on the edition's own files, so that a share is a pure function of edition and
passport: making it again gives the same bytes.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from innopoints.errors import Refused
from innopoints.gateway.content import content_root_hash, described
from innopoints.passports.bank import OWN_TABLES, WITHDRAWAL, WITHDRAWAL_COLUMNS, ZONE_TABLES, Bank
from innopoints.publication.contents import describe_csv, describe_parquet, root_hash
from innopoints.publication.csv_file import MARK, write_csv
from innopoints.publication.editions import PRODUCT, read_manifest
from innopoints.verify import FORMAT

if TYPE_CHECKING:
    import pyarrow

RIGHTS = "pub_bank_right_v1.parquet"


def make_share(source: Path, bank: Bank, folder: Path) -> dict[str, Any]:
    """Write the bank's share of the edition in `source` into `folder`; returns its manifest, the same whenever made."""
    manifest = read_manifest(source)
    enterprises = authorised(source, bank.bank, bank.consent_scope)
    files, in_gateway, withdrawn = [], [], 0
    for table in sorted(bank.handed_over):
        rows = share_of(source, bank, table, enterprises)
        if rows is None:
            continue
        files += write_share(rows, table, bank, folder)
        in_gateway += [described(table, rows)] if bank.gateway else []
        withdrawn += rows.num_rows if table == WITHDRAWAL else 0
    files.sort(key=lambda each: each["name"])
    day = manifest["as_of_date"]
    named = (PRODUCT, bank.bank, day, manifest["edition"], in_gateway)
    return {
        "format": FORMAT,
        "kind": "delivery",
        "product": PRODUCT,
        "bank": bank.bank,
        "agreement": bank.agreement,
        "illustrative": bank.illustrative or manifest["illustrative"],
        "consent_scope": bank.consent_scope,
        "columns": {file["name"].split(".")[0]: [name for name, _ in file["schema"]] for file in files},
        **({"gateway": {"tables": in_gateway, "root_hash": content_root_hash(*named)}} if bank.gateway else {}),
        **({"csv": {"encoding": bank.csv_encoding, "mark": MARK}} if "csv" in bank.formats else {}),
        "enterprises": len(enterprises),
        "withdrawn": withdrawn,
        "as_of_date": day,
        "valid_until": (date.fromisoformat(day) + timedelta(days=bank.max_staleness_days)).isoformat(),
        "edition": manifest["edition"],
        "edition_root_hash": manifest["root_hash"],
        "published_at": manifest["published_at"],
        # Editions of before there were objection windows say neither.
        "effective_from": manifest.get("effective_from"),
        "in_objection_until": manifest.get("in_objection_until"),
        "files": files,
        "schemes": manifest["schemes"],
        "audit": manifest.get("audit"),
        "root_hash": root_hash(PRODUCT, day, files, manifest["schemes"]),
    }


def authorised(edition: Path, bank: str, scope: str) -> list[str]:
    """The enterprises that authorised this bank for this scope on the edition's day, in order."""
    import pyarrow.parquet as pq

    rights = pq.read_table(edition / RIGHTS, columns=["bank", "scope", "uscc"]).to_pylist()
    return sorted({row["uscc"] for row in rights if (row["bank"], row["scope"]) == (bank, scope)})


def share_of(edition: Path, bank: Bank, table: str, enterprises: list[str]) -> "pyarrow.Table | None":
    """The bank's rows and columns of one table, in a fixed order; None for withdrawals before editions told them.

    Raises Refused for a column that is not there.
    """
    if table == WITHDRAWAL:
        return _withdrawals_of(edition, bank.bank)
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    path = edition / f"{table}.parquet"
    columns = bank.tables[table]
    if absent := [name for name in columns if name not in pq.read_schema(path).names]:
        raise Refused(f"dags/banks/{bank.bank}.yml: {table} has no column {', '.join(absent)}")
    mine = pq.read_table(path, columns=sorted({*columns, "bank"} if table in OWN_TABLES else columns))
    if table in OWN_TABLES:
        mine = mine.filter(pc.equal(mine["bank"], bank.bank))
    if table not in ZONE_TABLES:
        mine = mine.filter(pc.is_in(mine["uscc"], value_set=pa.array(enterprises, pa.string())))
    return mine.select(columns).sort_by([(name, "ascending") for name in columns]).combine_chunks()


def _withdrawals_of(edition: Path, bank: str) -> "pyarrow.Table | None":
    """Whom the bank may not see any more, and why; whatever its passport asks for. None before editions told it."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    path = edition / f"{WITHDRAWAL}.parquet"
    if not path.exists():
        return None
    told = pq.read_table(path)
    mine = told.filter(pc.equal(told["bank"], bank)).select(WITHDRAWAL_COLUMNS)
    return mine.sort_by([(name, "ascending") for name in WITHDRAWAL_COLUMNS]).combine_chunks()


def write_share(table: "pyarrow.Table", name: str, bank: Bank, folder: Path) -> list[dict[str, Any]]:
    """Write a table in the formats agreed; returns the manifest's entries, one per file. Raises as write_csv."""
    import pyarrow.parquet as pq

    entries = []
    if "parquet" in bank.formats:
        path = folder / f"{name}.parquet"
        pq.write_table(table, path, compression="zstd", row_group_size=122_880, store_schema=False)
        entries.append(describe_parquet(path))
    if "csv" in bank.formats:
        path = folder / f"{name}.csv"
        write_csv(table, path, bank.csv_encoding)
        schema = [[field.name, str(field.type)] for field in table.schema]
        entries.append(describe_csv(path, schema, bank.csv_encoding))
    return entries
