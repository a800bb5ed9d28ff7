"""Is there anything to release? An answer about a row nobody sent, or that was never held, must not pass unremarked."""

from innopoints.home import Home
from innopoints.ingest.batches import read_batches, table_folder
from innopoints.project import ANSWERS
from innopoints.report.rejects import warehouse_of

_LOOK = "`innopoints rejects --source {source}` shows the batch, row and column of every held row"


def never_sent(home: Home, releases: list[dict]) -> list[str]:
    """One line for each release of a batch or row that never landed; silent where its table has not landed at all."""
    import duckdb

    lines = []
    for each in releases:
        landed = {batch.batch: batch for batch in read_batches(table_folder(home, each["source"], each["table_name"]))}
        batch = landed.get(each["batch"])
        if landed and batch is None:
            lines.append(_said(each, "no batch of this table has that number"))
        elif batch is not None:
            asked = "select count(*) from read_parquet(?) where _row = ?"
            if not duckdb.execute(asked, [str(batch.path), each["row_no"]]).fetchall()[0][0]:
                lines.append(_said(each, f"the batch ({batch.origin}) has no such row"))
    return lines


def not_held(home: Home, releases: list[dict]) -> list[str]:
    """One line for each release, not registered before, of a cell that the newest warehouse knows and did not hold."""
    import duckdb

    fresh = [each for each in releases if _key(each) not in _registered(home)]
    if not fresh or not (home.current.exists() or home.candidate_json.exists()):
        return []
    with duckdb.connect(warehouse_of(home), read_only=True) as con:
        seen = set(con.execute("select source, table_name, batch from quality.batch_account").fetchall())
        held = con.execute(
            "select source, table_name, batch, row_no, sent_column from quality.reject where fate = 'held'"
        ).fetchall()
    return [_said(each, "it is not held, so there is nothing to release")
            for each in fresh if _key(each)[:3] in seen and _key(each) not in set(held)]  # fmt: skip


def _registered(home: Home) -> set[tuple]:
    """The releases of the registry as it stands: what they let through is no longer held."""
    import pyarrow.parquet as pq

    path = home.registry / "release.parquet"
    return {_key(each) for each in pq.read_table(path).to_pylist()} if path.exists() else set()


def _key(release: dict) -> tuple:
    return tuple(release[name] for name in ("source", "table_name", "batch", "row_no", "column_name"))


def _said(release: dict, words: str) -> str:
    source, table, batch, row, column = _key(release)
    where = f"{ANSWERS / f'{source}.yml'}: {table}, batch {batch}, row {row}, {column}"
    return f"{where}: {words}; {_LOOK.format(source=source)}"
