"""SQL invariants over the publication files.

An invariant's SQL selects every row it looked at with a column `holds`; anything but true fails, null too.
It sees
    pub_*                    the files, as views under their names
    previous_score, _indicator, _score_reason, _stability, _bank_right, _withdrawal
                             those files of the edition before (no rows for the first)
    candidate.<schema>.*     the warehouse the files were exported from (registry, measures, quality)
    run                      as_of_date, candidate_as_of_date, previous_recorded, previous_newest, previous_is_intact,
                             known_at, previous_known_at
    batch, previous_batch    source, table_name, batch, row_count: what the warehouse, and the edition before, came from
    bank                     bank, scope: the passports
    published_column         file, column_name;  published_text: file, column_name, value (texts, not codes)
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from innopoints.expect.json_values import plain
from innopoints.expect.result import CheckResult, SuiteResult
from innopoints.expect.run import EXAMPLES
from innopoints.gate.export import quoted
from innopoints.gate.product import Invariant, Product, sql_path
from innopoints.gate.run_facts import RunFacts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Codes whose digits may look like an identity or telephone number and are not one.
_CODES = ("uscc", "auth_id")


def judge_invariants(product: Product, files: dict[str, Path], facts: RunFacts, rules: Path) -> SuiteResult:
    """Run every invariant; one that is missing, fails to run, or looked at nothing has failed."""
    with duckdb.connect(":memory:") as con:
        _set_up(con, files, facts)
        checks = [_run(con, each, product, rules, facts) for each in product.invariants]
    present = {each.id for each in product.invariants}
    checks += [
        CheckResult(name, "missing", "critical", False, "必需的检查不在规则文件中", {"error": "not in the suite"})
        for name in product.required
        if name not in present
    ]
    return SuiteResult(f"publication.{product.product}", product.product, len(files), checks)


def _run(
    con: "DuckDBPyConnection", invariant: Invariant, product: Product, rules: Path, facts: RunFacts
) -> CheckResult:
    severity = "critical" if invariant.id in product.required else invariant.severity

    def line(success: bool, observed: dict, examples: list | None = None) -> CheckResult:
        said = {"because": invariant.because, "then": invariant.then, "then_en": invariant.then_en}
        return CheckResult(
            invariant.id, "sql_invariant", severity, success, observed=observed, examples=examples or [], **said
        )

    try:
        sql = sql_path(rules, invariant.id).read_text(encoding="utf-8")
        con.execute(f"create or replace temp table looked_at as {sql}")
        rows, failing = con.execute(
            "select count(*), coalesce(count_if(holds is not true), 0) from looked_at"
        ).fetchone()
        examples = _rows(con, f"from looked_at where holds is not true order by all limit {EXAMPLES}")
    except (OSError, duckdb.Error) as error:
        return line(False, {"error": f"{type(error).__name__}: {str(error).splitlines()[0]}"})
    may_be_empty = invariant.may_be_empty or (invariant.needs_previous and facts.previous is None)
    if rows == 0 and not may_be_empty:
        return line(False, {"error": "there was no row to look at"})
    return line(failing == 0, {"rows": rows, "failing": failing}, examples)


def _rows(con: "DuckDBPyConnection", sql: str) -> list[dict[str, Any]]:
    found = con.execute(sql)
    names = [column[0] for column in found.description]
    return [
        {name: plain(value) for name, value in zip(names, row, strict=True) if name != "holds"}
        for row in found.fetchall()
    ]


def _set_up(con: "DuckDBPyConnection", files: dict[str, Path], facts: RunFacts) -> None:
    con.execute("set timezone = 'UTC'")
    con.execute(f"attach {quoted(facts.warehouse)} as candidate (read_only)")
    for name, path in files.items():
        con.execute(f"create view {name} as from read_parquet({quoted(path)})")
    for name in ("score", "indicator", "score_reason", "stability", "bank_right", "withdrawal"):
        if before := facts.previous_file(f"pub_{name}_v1"):
            con.execute(f"create view previous_{name} as from read_parquet({quoted(before)})")
        elif f"pub_{name}_v1" in files:
            con.execute(f"create view previous_{name} as from pub_{name}_v1 where false")
    recorded, newest = (each and each["root_hash"] for each in (facts.candidate.get("previous"), facts.previous))
    con.execute(
        "create table run as select ?::date as as_of_date, ?::date as candidate_as_of_date, "
        "?::varchar as previous_recorded, ?::varchar as previous_newest, ?::boolean as previous_is_intact, "
        "?::timestamptz as known_at, ?::timestamptz as previous_known_at",
        [
            *(facts.as_of, facts.candidate.get("as_of"), recorded, newest, facts.previous_is_intact),
            *(facts.candidate.get("known_at"), facts.previous_known_at),
        ],
    )
    for name, batches in (("batch", facts.candidate.get("batches", [])), ("previous_batch", facts.previous_batches)):
        con.execute(f"create table {name} (source varchar, table_name varchar, batch varchar, row_count bigint)")
        for each in batches:
            values = [each["source"], each["table"], each["batch"], each["rows"]]
            con.execute(f"insert into {name} values (?, ?, ?, ?)", values)
    con.execute("create table bank (bank varchar, scope varchar)")
    for bank in facts.banks.values():
        con.execute("insert into bank values (?, ?)", [bank.bank, bank.consent_scope])
    _columns_and_texts(con, files)


def _columns_and_texts(con: "DuckDBPyConnection", files: dict[str, Path]) -> None:
    con.execute("create table published_column (file varchar, column_name varchar)")
    texts = []
    for name in files:
        for column, kind, *_ in con.execute(f"describe {name}").fetchall():
            con.execute("insert into published_column values (?, ?)", [name, column])
            if kind == "VARCHAR" and column not in _CODES:
                place = f"'{name}' as file, $${column}$$ as column_name"
                texts.append(f'select distinct {place}, "{column}" as value from {name} where "{column}" is not null')
    if texts:
        con.execute(f"create view published_text as {' union all '.join(texts)}")
