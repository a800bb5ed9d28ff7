"""The walls of the house: which layer reads which, and what every model begins with."""

import re
from pathlib import Path

import pytest

from innopoints.project import DBT, ROOT

MODELS = DBT / "models"
LAYER = {path.stem: path.relative_to(MODELS).parts[0] for path in MODELS.rglob("*.*") if path.suffix in (".sql", ".py")}
REF = re.compile(r"ref\(\s*'(\w+)'\s*\)")
SOURCE = re.compile(r"source\(\s*'(\w+)'\s*,\s*'(\w+)'\s*\)")

MAY_READ = {
    "staging": {"landing"},
    "identity": {"staging", "identity", "registry.identity_answer"},
    "measures": {
        "staging",
        "identity",
        "measures",
        "landing.source_table",
        "landing.batch",
        "registry.measure",
        "registry.release",
        "history.previous_edition",
    },
    "scoring": {"measures", "scoring", "registry", "history"},
    "eligibility": {"measures", "scoring", "eligibility", "registry"},
    # A domain beside the scores: what it tells rests on measures, and nothing rests on it.
    "talent_demand": {"measures", "landing.source_table"},
    "finance": {
        "measures",
        "scoring",
        "eligibility",
        "finance",
        "registry",
        "history.past_score",
        "stg_bank_returns__credit_line",
        "stg_bank_returns__loan",
        "stg_bank_returns__balance_event",
    },
    # Records that are never taken back are counted where they are cleaned.
    "stability": {"scoring", "stability", "registry", "history", "staging"},
    "published": {
        "history.objection",
        "history.agreed_reason",
        "scoring",
        "robustness",
        "stability",
        "measures",
        "registry",
        "stg_consent__authorisation",
        # What a bank could see before and may not see any more is itself published.
        "history.previous_right",
        "history.previous_withdrawal",
        "pub_bank_right_v1",
        "credit_line",
    },
}


def reads(path: Path) -> set[str]:
    """What a model reads: the layer and the name of each ref, the schema and schema.table of each source."""
    text = path.read_text(encoding="utf-8")
    names = set(REF.findall(text))
    sources = SOURCE.findall(text)
    return {*((LAYER[name], name) for name in names), *((schema, f"{schema}.{table}") for schema, table in sources)}


@pytest.mark.parametrize("path", sorted(MODELS.rglob("*.sql")), ids=lambda path: path.stem)
def test_a_model_reads_only_what_its_layer_may(path):
    allowed = MAY_READ[LAYER[path.stem]]
    assert [both for both in sorted(reads(path)) if allowed.isdisjoint(both)] == []


@pytest.mark.parametrize("path", sorted((MODELS / "staging").rglob("*.sql")), ids=lambda path: path.stem)
def test_a_staging_model_reads_its_own_landing_table_and_nothing_else(path):
    source, table = path.stem.removeprefix("stg_").split("__")
    staged = re.findall(r"staged\(\s*'(\w+)'\s*,\s*'(\w+)'", path.read_text(encoding="utf-8"))
    assert staged == [(source, table)]
    assert path.parent.name == source


@pytest.mark.parametrize("path", sorted(MODELS.rglob("*.sql")), ids=lambda path: path.stem)
def test_a_model_begins_by_saying_what_one_row_is(path):
    assert path.read_text(encoding="utf-8").startswith("-- One row per ")


def test_no_sql_reads_the_clock_or_draws_lots():
    banned = re.compile(r"\b(now|random|uuid|current_date|current_timestamp|today|get_current_\w+)\b\s*(\(|$)", re.I)
    code = [path for folder in ("models", "macros", "tests") for path in (DBT / folder).rglob("*.sql")]
    assert [path.name for path in code if banned.search(path.read_text(encoding="utf-8"))] == []


def test_the_product_never_imports_the_sample_exchange():
    package = ROOT / "scripts" / "innopoints"
    assert [path for path in package.rglob("*.py") if "sample_exchange" in path.read_text(encoding="utf-8")] == []


def test_every_source_has_its_passport_and_each_of_its_tables_a_model_and_a_suite():
    from innopoints.passports.source import read_sources

    tables = {(name, table) for name, source in read_sources().items() for table in source.tables}
    models = {tuple(path.stem.removeprefix("stg_").split("__")) for path in (MODELS / "staging").rglob("*.sql")}
    suites = {tuple(path.stem.split("__")) for path in (ROOT / "expectations" / "landing").glob("*.yml")}
    assert tables == models == suites
