"""分数为什么变：新的事实、对旧事实的更正、体系换版、时间推移，四部分之和恰为变动。两夜，十四户，各有一个故事。"""

import json
import os
import shutil
from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from innopoints.durable import write_json
from innopoints.gate.export import export
from innopoints.home import Home
from innopoints.ingest.batches import batches_in_force
from innopoints.project import DBT, SCHEMES
from innopoints.publication.contents import schemes_of
from innopoints.registry.register import register
from innopoints.registry.table_shapes import SHAPES
from innopoints.warehouse.inputs import prepare
from innopoints.warehouse.parsed import parsed
from tests.change.offices import FIRST, SECOND, STORIES, USCC, WRITTEN_WRONGLY, filings
from tests.change.schemes import write_schemes
from tests.point_in_time.conftest import land
from tests.point_in_time.histories import LANDINGS

NIGHTS = [(date(2026, 1, 31), FIRST), (date(2026, 3, 31), SECOND)]
PUBLISHED = ["pub_score_v1", "pub_indicator_v1", "pub_score_change_v1", "pub_score_reason_v1"]
EDITION = [*PUBLISHED, "pub_bank_right_v1"]
PARTS = ("data", "correction", "scheme", "time")
SCHEME_NAMES = ("steady", "changing")
STILL = dict.fromkeys(PARTS, 0)


@pytest.fixture(scope="module")
def nights(tmp_path_factory, request):
    """[what each night's candidate says], the second compared with the first."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    home = Home(tmp_path_factory.mktemp("change"))
    folder = tmp_path_factory.mktemp("schemes")
    shutil.copytree(SCHEMES / "stages", folder / "stages")
    # The compiled scoring models are those of any trial: dbt reads them once for all tests.
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if hasattr(request.config, "workerinput") else shared
    compiled = shared / "trial_home" / "compiled"
    compiled.mkdir(parents=True, exist_ok=True)
    (home.root / "compiled").symlink_to(compiled)
    register(home, write_schemes(folder))
    answer = {"line": 2, "name": WRITTEN_WRONGLY, "record": "", "uscc": USCC["answered"]}
    answer |= {"answered_on": date(2026, 3, 15), "answered_by": "示例", "because": "示例"}
    answers = pa.Table.from_pylist([answer], SHAPES["identity_answer"])
    pq.write_table(answers, home.registry / "identity_answer.parquet")
    objection = {"line": 2, "uscc": USCC["objecting"], "scheme": "", "closed_on": None, "freeze": True}
    objections = pa.Table.from_pylist([objection | {"opened_on": date(2026, 2, 20)}], SHAPES["objection"])
    pq.write_table(objections, home.registry / "objection.parquet")
    land(home, filings())
    home.warehouse.mkdir()
    places = ["--project-dir", str(DBT), "--profiles-dir", str(DBT), "--target-path", str(home.root / "target")]
    aside = ["--log-path", str(home.logs), "--quiet"]
    project = parsed(DBT)
    previous, said = None, []
    for as_of, landing in NIGHTS:
        known_at = LANDINGS[landing]
        home.candidate.unlink(missing_ok=True)
        prepare(home, batches_in_force(home, known_at), previous, as_of, known_at=known_at)
        os.environ["INNOPOINTS_CANDIDATE"] = str(home.candidate)
        variables = json.dumps({"as_of_date": str(as_of), "known_at": known_at.isoformat()})
        chosen = [f"+{name}" for name in EDITION]
        runner = dbtRunner(manifest=project.deepcopy())
        ran = runner.invoke(["run", *places, *aside, "--vars", variables, "--select", *chosen])
        DuckDBConnectionManager.close_all_connections()
        assert ran.success, [f"{each.node.name}: {each.message}" for each in ran.result or []] or ran.exception
        with duckdb.connect(home.candidate, read_only=True) as con:
            tables = {name: f"published.{name}" for name in PUBLISHED[:3]} | {
                "indicator_change": "scoring.indicator_change"
            }
            said.append({name: _rows(con, table) for name, table in tables.items()})
        previous = _edition(home, as_of, known_at)
    return said


@pytest.fixture(scope="module")
def second_night(nights):
    return nights[1]


def _rows(con, table: str) -> dict[tuple, dict]:
    found = con.execute(f"from {table}")
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return {(row["uscc"], row["scheme"], row.get("indicator")): row for row in rows}


def _edition(home: Home, as_of: date, known_at) -> dict:
    """The candidate's rows and what they rest on, as a published edition keeps them."""
    folder = home.published / "score_v1" / str(as_of) / "1"
    folder.mkdir(parents=True)
    export(home.candidate, EDITION, folder)
    used = [{"source": each.source, "table": each.table, "batch": each.batch}
            for batches in batches_in_force(home, known_at).values() for each in batches]  # fmt: skip
    told = {"as_of_date": str(as_of), "known_at": known_at.isoformat(), "batches": used, "root_hash": "0" * 64}
    write_json(folder / "manifest.json", told | {"schemes": schemes_of(folder / "pub_score_v1.parquet")})
    return {"path": str(folder), "as_of": str(as_of), "edition": 1, "root_hash": ""}


def parts(night: dict, scheme: str, story: str) -> dict:
    """The four parts of one enterprise's move."""
    row = night["pub_score_change_v1"][USCC[story], scheme, None]
    return {part: row[f"change_{part}"] for part in PARTS}


@pytest.mark.parametrize(
    ("story", "moved"),
    [
        ("steady", {}),
        ("ended", {"time": -20}),
        ("sent_again_and_ended", {"time": -20}),
        ("corrected", {"correction": -8}),
        ("corrected_and_ended", {"correction": -8, "time": -20}),
        ("granted", {"data": 5}),
        ("late", {"data": -20}),
        ("late_and_ended", {"data": -20, "time": -20}),
        ("withdrawn", {"correction": -10}),
        ("left", {"data": -10}),
        ("had_left", {"correction": -10}),
        ("renamed", {"correction": 20}),
        ("answered", {"correction": 20}),
    ],
)
def test_a_move_is_told_by_what_was_said_since(second_night, story, moved):
    assert parts(second_night, "steady", story) == STILL | moved


@pytest.mark.parametrize(
    ("story", "moved"),
    [
        ("steady", {"scheme": 43 - 65}),  # 15 + 20 + 8 + 0 by the new edition, 20 + 20 + 5 + 20 by the old
        ("granted", {"scheme": 43 - 65, "data": 8}),
        ("corrected", {"scheme": 43 - 65, "correction": -6}),
        ("ended", {"scheme": 43 - 65}),  # the certificate counts no more anyway
        ("late", {"scheme": (40 + 8) - 85, "data": 15 + 20 - 40}),  # staff alone: 20 of 30, put at 40 of 60
        ("renamed", {"scheme": 43 - 45}),
    ],
)
def test_a_new_edition_is_told_apart_by_scoring_the_old_values_with_it(second_night, story, moved):
    assert parts(second_night, "changing", story) == STILL | moved


def test_the_parts_are_the_move_of_the_full_score_to_the_last_digit(nights):
    first, second = nights
    for scheme in SCHEME_NAMES:
        for story in STORIES:
            now, then = (night["pub_score_v1"][USCC[story], scheme, None]["score_full"] for night in (second, first))
            assert sum(parts(second, scheme, story).values()) == now - then, story


def test_the_first_edition_has_no_move_and_no_parts(nights):
    assert {part for story in STORIES for part in parts(nights[0], "steady", story).values()} == {None}


def test_an_indicator_that_stood_still_moved_for_what_moved_beside_it(second_night):
    """迟报的收入使职工人数一项不再放大：同组之内，算数据，虽然证书到期使总分动得一样多。"""
    changes = second_night["indicator_change"]
    staff = changes[USCC["late_and_ended"], "steady", "staff_count"]
    assert (staff["cause"], staff["origin"], staff["change_data"]) == ("rescaled", "data", Decimal(-40))
    ended = changes[USCC["late_and_ended"], "steady", "is_high_tech_enterprise"]
    assert (ended["cause"], ended["origin"], ended["change_time"]) == ("value", "time", Decimal(-20))


def test_an_indicator_that_the_new_edition_leaves_out_is_the_schemes_doing(second_night):
    gone = second_night["indicator_change"][USCC["steady"], "changing", "is_high_tech_enterprise"]
    assert (gone["cause"], gone["change_scheme"]) == ("scheme", Decimal(-20))


def test_a_frozen_row_stays_as_it_was_published_while_its_objection_is_open(nights):
    """营业收入更正本会减分；异议未结，分数、阶段、指标都不动，名次照排，并写明出自哪一版。"""
    first, second = (night["pub_score_v1"][USCC["objecting"], "steady", None] for night in nights)
    assert (first["is_under_objection"], first["frozen_from"]) == (False, None)
    assert (second["is_under_objection"], second["frozen_from"]) == (True, "2026-01-31/1")
    for column in ("score_full", "score", "stage", "status", "coverage_ratio", "outcome"):
        assert second[column] == first[column]
    then, now = (
        {key: {**row, "as_of_date": None} for key, row in night["pub_indicator_v1"].items()
         if key[:2] == (USCC["objecting"], "steady")}
        for night in nights
    )  # fmt: skip
    assert now == then
    change = nights[1]["pub_score_change_v1"][USCC["objecting"], "steady", None]
    assert (change["main_cause"], change["score_delta"]) == ("frozen", 0)
    assert parts(nights[1], "steady", "objecting") == STILL
    scores = [row["score"] for key, row in nights[1]["pub_score_v1"].items() if key[1] == "steady"]
    assert second["score_rank"] == 1 + sum(score > second["score"] for score in scores)


def test_a_new_edition_of_the_scheme_leaves_nothing_to_freeze_and_the_objection_is_told(second_night):
    row = second_night["pub_score_v1"][USCC["objecting"], "changing", None]
    assert (row["is_under_objection"], row["frozen_from"]) == (True, None)
    assert parts(second_night, "changing", "objecting") == parts(second_night, "changing", "corrected")
