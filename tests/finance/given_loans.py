"""Put invented loans through the real finance models: what banks return is given, all that follows is the product."""

from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
import yaml

from innopoints import project
from innopoints.home import Home
from innopoints.registry.register import register
from innopoints.warehouse.inputs import prepare
from tests.scoring.given_zone import score

MODELS = ("pool_filing", "risk_pool_ledger", "interest_subsidy", "bank_coverage", "outcome_backtest")
TODAY = date(2026, 6, 30)
"""The as-of day of tests.scoring.given_zone."""
YUAN = pa.decimal128(15, 2)
LOAN = pa.schema([
    ("bank", pa.string()), ("loan_no", pa.string()), ("uscc", pa.string()), ("product_name", pa.string()),
    ("principal_cny", YUAN), ("balance_cny", YUAN), ("rate_ratio", pa.decimal128(14, 8)),
    ("started_date", pa.date32()), ("due_date", pa.date32()), ("pool", pa.string()), ("pool_tier", pa.string()),
    ("filed_date", pa.date32()), ("reported_date", pa.date32()),
])  # fmt: skip
EVENT = pa.schema([
    ("bank", pa.string()), ("loan_no", pa.string()), ("event_no", pa.int64()), ("event_type", pa.string()),
    ("event_date", pa.date32()), ("amount_cny", YUAN),
])  # fmt: skip
LINE = pa.schema([
    ("bank", pa.string()), ("line_no", pa.string()), ("uscc", pa.string()), ("product_name", pa.string()),
    ("line_state", pa.string()), ("amount_cny", YUAN), ("state_date", pa.date32()),
])  # fmt: skip
HELD = pa.schema([
    ("uscc", pa.string()), ("standing", pa.string()), ("valid_from", pa.date32()), ("valid_to", pa.date32()),
])  # fmt: skip
PAST = pa.schema([
    ("as_of_date", pa.date32()), ("window_from", pa.date32()), ("window_to", pa.date32()), ("uscc", pa.string()),
    ("scheme", pa.string()), ("scheme_edition", pa.string()), ("stage", pa.string()), ("score", pa.decimal128(6, 2)),
])  # fmt: skip


def given_loans(
    root: Path,
    loans: list[dict],
    events: list[dict],
    lines: list[dict] = (),
    past: list[dict] = (),
    scored: int = 0,
    held: list[dict] = (),
) -> Home:
    """A home whose candidate holds the finance models of these loans, lines and past points, as of TODAY.

    The models' own data tests have held on it. `scored` enterprises have points of today, three times as many a score
    under a published scheme that scores whoever is registered. `held` are certificates and projects, with their days.
    """
    home = Home(root)
    register(home)
    home.warehouse.mkdir()
    prepare(home, batches={}, previous=None, as_of=TODAY)
    with duckdb.connect(home.candidate) as con:
        con.execute("create schema staging")
        con.execute("create schema scoring")
        for name, rows, shape in (
            ("loan", loans, LOAN),
            ("balance_event", events, EVENT),
            ("credit_line", lines, LINE),
        ):
            given = pa.Table.from_pylist(list(rows), shape)
            con.execute(f"create table staging.stg_bank_returns__{name} as from given")
        con.execute("create schema measures")
        given = pa.Table.from_pylist(list(held), HELD)
        con.execute("create table measures.standing_span as from given")
        con.execute(
            "create table measures.measure_coverage as from (values ('certification', 'certificate', true), "
            "('certification', 'programme', true)) as known(source, table_name, has_landed)"
        )
        given = pa.Table.from_pylist(list(past), PAST)  # noqa: F841
        con.execute("insert into history.past_score from given")
        con.execute("create table scoring.scheme_in_force as from registry.scheme where edition = '1' and is_published")
        con.execute(
            "create table scoring.score as select 'firm-' || range as uscc, 'zone_default' as scheme, "
            f"'scored' as status from range({scored}) union all "
            f"select 'firm-' || range, 'kexiao_2017', 'scored' from range({3 * scored})"
        )
    score(home, "build", select=MODELS)
    with duckdb.connect(home.candidate) as con:
        con.execute("create schema published")
        con.execute("create table published.pub_score_v1 as select ?::date as as_of_date", [TODAY])
    home.candidate_json.write_text("{}", encoding="utf-8")
    return home


@contextmanager
def with_rules(root: Path, pools: dict[str, dict], subsidies: dict[str, dict]):
    """The project with these pools and subsidies instead of its own, {name: what the file says}."""
    with pytest.MonkeyPatch.context() as project_now:
        for name, files in (("RISK_POOLS", pools), ("SUBSIDIES", subsidies)):
            folder = root / name.lower()
            folder.mkdir(parents=True)
            for stem, said in files.items():
                text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False)
                (folder / f"{stem}.yml").write_text(text, encoding="utf-8")
            project_now.setattr(project, name, folder)
        yield
