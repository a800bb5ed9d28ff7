"""A what-if of a pool as a folder: what is supposed, a table by year, a picture; the same warehouse, the same bytes."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv

from innopoints import durable
from innopoints.errors import Refused, WrongUse
from innopoints.finance.position import positions_in
from innopoints.finance.tables import day_of, demand, finance_tables, rows
from innopoints.finance.whatif import Assumed, Start, by_year, dry_years, simulate
from innopoints.finance.whatif_plot import whatif_plot
from innopoints.home import Home

_RULE = """
select pool.edition, pool.fund_party, coalesce(pool.size_cny, 'inf'::double)::double as size_cny,
    coalesce(pool.trigger_ratio, 'inf'::double)::double as trigger,
    share.share_ratio::double as share, share.above_ratio::double as share_above
from registry.risk_pool as pool
inner join registry.risk_pool_share as share
    on share.pool = pool.pool and share.edition = pool.edition and share.party = pool.fund_party
where pool.pool = ? and pool.effective_from <= ? and (pool.effective_to is null or ? <= pool.effective_to)
order by share.tier limit 1
"""
_TAKEN = """
select coalesce(sum(debit_cny), 0)::double as taken_cny from finance.risk_pool_ledger
where pool = ? and edition = ? and account = 'covered' and entry = 'cover'
"""
_SIZES = """
select sum(debit_cny)::double as size_cny from finance.risk_pool_ledger
where pool = ? and edition = ? and entry = 'cover' and account = 'covered' and entry_date > ?::date - interval 1 year
group by bank, loan_no having sum(debit_cny) > 0 order by bank, loan_no
"""


def whatif(home: Home, pool: str, assumed: Assumed, out: Path | None) -> dict:
    """Suppose, simulate, and write the folder where one is asked for; returns what manifest.json holds.

    Raises WrongUse for a pool that is not there or a supposition that means nothing, Refused where there is no fund to
    run dry or nothing was lent in the last twelve months.
    """
    _demand_sense(assumed)
    if out and out.exists() and not out.is_dir():
        raise WrongUse(f"--out {out}: is a file; name a folder")
    with finance_tables(home) as con:
        name = demand(con, "pool", pool)
        day = day_of(con)
        start = _start(con, name, day)
    outcome = simulate(start, assumed)
    years = [row | {key: round(float(row[key]), 6) for key in row if key != "year"} for row in by_year(outcome)]
    said = {
        "pool": name,
        "from": day.isoformat(),
        "available_cny": start.available_cny,
        "due_cny": start.due_cny,
        "lent_last_year_cny": round(sum(start.sizes_cny), 2),
        "loans_last_year": len(start.sizes_cny),
        **{key: getattr(assumed, key) for key in Assumed.__dataclass_fields__},
        "dry_by_year": dry_years(outcome),
        "dry_share": years[-1]["dry_share"],
    }
    if out:
        out.mkdir(parents=True, exist_ok=True)
        pacsv.write_csv(pa.Table.from_pylist(years), out / "by_year.csv")
        (out / "plot.svg").write_text(whatif_plot(said, years), encoding="utf-8")
        durable.write_json(out / "manifest.json", said)
        said["folder"] = str(out)
    return said | {"years": years}


def _start(con: duckdb.DuckDBPyConnection, pool: str, day) -> Start:
    found = rows(con, _RULE, pool, day, day)
    if not found:
        raise Refused(f"{pool} has no fund in force on {day} that could run dry; see `fund` in dbt_project/risk_pools")
    (rule,) = found
    key = (pool, rule["edition"])
    (stands,) = (each for each in positions_in(con, day) if (each["pool"], each["edition"]) == key)
    (taken,) = rows(con, _TAKEN, *key)
    sizes = tuple(row["size_cny"] for row in rows(con, _SIZES, *key, day))
    if not sizes:
        raise Refused(f"{pool} took no loan in the twelve months to {day}; there is nothing to grow from")
    room = max(rule["size_cny"] - taken["taken_cny"], 0.0)
    available, due = float(stands["available_cny"]), float(stands["due_cny"])
    return Start(available, due, sizes, room, rule["share"], rule["share_above"], rule["trigger"])


def _demand_sense(assumed: Assumed) -> None:
    for name, low, high in (
        ("default_rate", 0, 1), ("growth", -1, 10), ("correlation", 0, 0.99), ("years", 1, 50), ("draws", 100, 100_000),
        ("seed", 0, 2**63 - 1),
    ):  # fmt: skip
        value = getattr(assumed, name)
        if not low <= value <= high:
            raise WrongUse(f"--{name.replace('_', '-')} {value}: allowed: {low} to {high}")
