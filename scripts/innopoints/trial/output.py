"""What a trial leaves: every table as CSV and Parquet, in a stated order, and a manifest of what made it.

The same scheme and values give the same bytes: nothing in the folder says when or where it was written.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from innopoints import durable
from innopoints.errors import WrongUse
from innopoints.gate.export import ROW_GROUP
from innopoints.passports.scheme import Scheme
from innopoints.trial.summary import summary_html
from innopoints.trial.table import literal, quoted
from innopoints.trial.values import Values
from innopoints.warehouse.code_version import code_version

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Trial:
    """What was tried on what."""

    scheme: Scheme
    scheme_path: Path
    values: Values
    values_path: Path


def _tables(decimals: int) -> dict[str, str]:
    """Each table's select, in its order."""
    period = "nullif(period.period, '') as period"
    return {
        "scores": f"""
            select uscc as unit, {period}, peer_group as "group", stage,
                cast(score as decimal(18, {decimals})) as score, score_full, score_rank as rank, scored_count,
                stage_rank, stage_scored_count, tier, grade,
                cast(known_count as integer) as known_count, cast(applicable_count as integer) as applicable_count,
                coverage_ratio, status,
                outcome, outcome_words_zh
            from scored inner join period using (place) order by scored.place, unit""",
        "groups": f"""
            with recursive below as (
                select node as above, node from registry.scheme_group
                union all
                select below.above, child.node from below
                inner join registry.scheme_node as child on child.parent = below.node
            ),
            given as (
                select place, sheet, above, sum(contribution) as contribution
                from pointed inner join below using (node) group by all
            )
            select grouped.uscc as unit, {period}, grouped.group_id as "group", registered.parent_id as parent,
                registered.take, grouped.is_present, grouped.points_low, grouped.points_high, registered.max_points,
                cast(given.contribution as decimal(18, 10)) as contribution
            from grouped inner join period using (place)
            inner join registry.scheme_group as registered using (node)
            left join given
                on given.place = grouped.place and given.sheet = grouped.sheet and given.above = grouped.node
            order by grouped.place, grouped.sheet, registered.position""",
        "indicators": f"""
            select uscc as unit, {period}, indicator, group_id as parent, value, state, policy, imputed_value, points,
                is_taken, contribution
            from pointed inner join period using (place) order by pointed.place, sheet, pointed.position""",
    }


def write_trial(con: duckdb.DuckDBPyConnection, trial: Trial, out: Path) -> dict:
    """Write `out` whole and return its manifest; an earlier trial there is replaced, anything else is WrongUse."""
    demand_ours(out)
    aside = durable.aside_of(out)
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        rows = {name: write_table(con, aside / name, sql) for name, sql in _tables(trial.scheme.decimals).items()}
        manifest = _manifest(trial, rows)
        (aside / "summary.html").write_text(summary_html(con, trial.scheme, manifest), encoding="utf-8")
        manifest["files"] = {path.name: {"sha256": durable.sha256_of(path)} for path in sorted(aside.iterdir())}
        durable.write_json(aside / MANIFEST, manifest)
        shutil.rmtree(out, ignore_errors=True)
        aside.rename(out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return manifest


def demand_ours(out: Path) -> None:
    """Raises WrongUse when `out` holds anything but an earlier trial."""
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MANIFEST).is_file())):
        raise WrongUse(f"{out}: holds something that is no trial's output; give --out a new folder")


def write_table(con: duckdb.DuckDBPyConnection, path: Path, sql: str) -> int:
    """Write `<path>.parquet` and `<path>.csv` in the order of the select; returns the number of rows."""
    # A copy without an order by keeps the order of the file it reads.
    con.execute("set preserve_insertion_order = true")
    parquet, csv = (literal(path.with_name(f"{path.name}.{kind}")) for kind in ("parquet", "csv"))
    con.execute(f"copy ({sql}) to {parquet} (format parquet, compression zstd, row_group_size {ROW_GROUP})")
    kinds = con.execute(f"describe from read_parquet({parquet})").fetchall()
    columns = ", ".join(_readable(quoted(name), kind) for name, kind, *_ in kinds)
    con.execute(f"copy (select {columns} from read_parquet({parquet})) to {csv} (format csv, header)")
    return con.execute(f"select count(*) from read_parquet({parquet})").fetchone()[0]


def _readable(name: str, kind: str) -> str:
    """Values as a person writes them: 78.2, not 78.200000000000000000."""
    return f"rtrim(rtrim(cast({name} as varchar), '0'), '.') as {name}" if kind == "DECIMAL(38,18)" else name


def _manifest(trial: Trial, rows: dict[str, int]) -> dict:
    scheme, values = trial.scheme, trial.values
    return {
        "scheme": {
            "file": trial.scheme_path.name,
            "sha256": durable.sha256_of(trial.scheme_path),
            "scheme": scheme.scheme,
            "edition": scheme.edition,
            "title": scheme.title,
            "title_en": scheme.title_en,
            "status": scheme.status,
            "decimals": scheme.decimals,
        },
        "values": {
            "file": trial.values_path.name,
            "sha256": durable.sha256_of(trial.values_path),
            "form": values.form,
            "periods": [period for period in values.periods if period],
            "units": values.units,
            "known": values.known,
            "without_any_value": values.unused,
        },
        "code_version": code_version(),
        "rows": rows,
    }
