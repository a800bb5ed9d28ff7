"""体系说明卡：用途、数据、方法、界限、稳定性、回测；同一版同一体系文件给同样的字节；没有结果就说没有。"""

from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from innopoints.card.card import card, cards
from innopoints.card.method import method, missing
from innopoints.cli import app
from innopoints.errors import Refused, WrongUse
from innopoints.home import Home
from innopoints.passports.leaf import CarryForward, Indicator
from tests.publication.conftest import DAY, copy

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def zone(published_once, tmp_path_factory):
    return copy(published_once, tmp_path_factory.mktemp("zone"))


@pytest.fixture
def made(zone, tmp_path) -> str:
    return unescape(Path(card(zone, "alpha", tmp_path, (DAY, 1), HERE)["card"]).read_text())


def test_a_card_says_purpose_data_method_limits_and_that_there_are_no_outcomes_yet(zone, made):
    for words in (
        "不是信用评级",
        "示例 illustrative",
        "研发费用占营业收入比例",
        "≥ 6.00 % 得 18",
        "tax.cit_annual",
        "首版",
    ):
        assert words in made
    assert "尚无足够的贷款结果" in made and "AUC" not in made
    assert "http" not in made and "<script" not in made


def test_its_figures_are_those_of_the_edition(zone, made):
    folder = zone.published / "score_v1" / "2026-06-30" / "1"
    rows = [row for row in pq.read_table(folder / "pub_score_v1.parquet").to_pylist() if row["scheme"] == "alpha"]
    mean = sum(row["score"] for row in rows) / len(rows)
    assert f'<td class="n">220<td class="n">220<td class="n">{mean:.2f}' in made
    points = pq.read_table(folder / "pub_indicator_v1.parquet").to_pylist()
    of_one = [row["points"] for row in points if (row["scheme"], row["indicator"]) == ("alpha", "i2")]
    assert f'<td class="n">{(sum(of_one) / len(of_one)).quantize(Decimal("0.01")).normalize()}</tr>' in made


def test_the_same_edition_and_file_give_the_same_bytes(zone, tmp_path):
    first, second = (Path(card(zone, "alpha", tmp_path / each, None, HERE)["card"]) for each in "ab")
    assert first.name == "alpha_2.html" and first.read_bytes() == second.read_bytes()


BACKTEST = """
create schema finance;
create schema published;
create table published.pub_score_v1 as select date '2026-06-30' as as_of_date;
create table finance.outcome_backtest as select
    'alpha' as scheme, 'all' as cut, 'measured' as status, 3 as window_count, date '2023-06-30' as first_day,
    date '2026-06-30' as last_day, 412 as observed_count, 23 as default_count, 0.71::decimal(5, 4) as auc,
    0.62::decimal(5, 4) as auc_low, 0.80::decimal(5, 4) as auc_high, 0.33::decimal(5, 4) as ks
"""


def test_every_scheme_of_the_newest_edition_has_a_card(zone, tmp_path):
    assert cards(zone, tmp_path, HERE) == [str(tmp_path / "alpha_2.html"), str(tmp_path / "beta_1.html")]
    assert cards(Home(tmp_path / "nothing"), tmp_path) == []


def test_measured_outcomes_of_the_same_day_are_told_and_too_few_are_said_to_be_too_few(published, tmp_path):
    def told(statement: str) -> str:
        with duckdb.connect(str(published.current)) as con:
            con.execute(statement)
        return Path(card(published, "alpha", tmp_path, None, HERE)["card"]).read_text()

    published.current.parent.mkdir(parents=True, exist_ok=True)
    assert "AUC 0.71（95%：0.62–0.8）" in told(BACKTEST)
    too_few = told("update finance.outcome_backtest set status = 'not_enough_outcomes'")
    assert "Not enough outcomes yet (412 borrowers, 23 defaults)" in too_few
    assert "412" not in told("update published.pub_score_v1 set as_of_date = date '2026-07-01'")


def test_what_cannot_be_made_is_said(zone, tmp_path):
    with pytest.raises(WrongUse, match=r"holds no scheme 'gamma'; it holds: alpha, beta"):
        card(zone, "gamma", tmp_path, None, HERE)
    (tmp_path / "beta_2.yml").write_text((HERE / "beta.yml").read_text().replace('edition: "1"', 'edition: "2"'))
    with pytest.raises(Refused, match=r"no file of beta edition 1 \(there is: 2\)"):
        card(zone, "beta", tmp_path, None, tmp_path)
    with pytest.raises(WrongUse, match="there is no edition 2026-06-29/1"):
        card(zone, "alpha", tmp_path, (date(2026, 6, 29), 1), HERE)


def test_the_command_takes_an_edition(zone, tmp_path, monkeypatch):
    monkeypatch.setenv("INNOPOINTS_HOME", str(zone.root))
    done = CliRunner().invoke(app, ["card", "gamma", "--edition", "2026-06-30/1", "--out", str(tmp_path)])
    assert isinstance(done.exception, WrongUse)


@pytest.mark.parametrize(
    ("written", "unit", "words"),
    [
        ({"bands": {0.06: 18, "else": 0}}, "ratio", "≥ 6.00 % 得 18；其余 else 得 0"),
        ({"bands": {1: [7, 8], "else": 0}}, "count", "≥ 1 得 7–8；其余 else 得 0"),
        ({"levels": {3: 50, "else": 0}}, "level", "3 得 50；其余 else 得 0"),
        ({"flag": {"points": 3}}, "flag", "有 yes 得 3"),
        ({"per_item": {"points": 0.5, "cap": 2}}, "count", "每项 each 0.5"),
        ({"judged": {"min": 0, "max": 8}}, None, "人工评定 judged 得 0–8"),
        (
            {"linear": {"low": 0, "high": 1_000_000, "points": 5, "direction": "lower"}},
            "cny",
            "线性 linear 100.00 万元 → 0.00 万元",
        ),
        (
            {"zscore": {"points": 9, "direction": "higher", "mean": 5, "sd": 1}, "transform": "sqrt"},
            None,
            "同类标准分 z-score among peers，越高越好 higher is better（sqrt）",
        ),
    ],
)
def test_each_method_in_words(written, unit, words):
    assert method(Indicator.model_validate(written), unit) == words


def test_what_is_done_where_data_are_missing_in_words():
    twice = CarryForward(carry_forward=2, otherwise={"peer_median": "stage"})
    assert missing(twice) == "沿用以往 2 版 carried forward, 否则 else 按同类中位数 peer median (stage)"
    assert missing("zero") == "计零 zero" and missing(None) == "—"
