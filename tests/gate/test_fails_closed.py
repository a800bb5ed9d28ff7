"""关：没有跑完、跑不了、少一条规则，都是不通过；上一版照旧。"""

import json
import shutil
from pathlib import Path

import pytest
import yaml

from innopoints import yaml_file
from innopoints.errors import Refused
from innopoints.gate.gate import RULES, gate
from innopoints.gate.judge import judge, judge_files
from innopoints.gate.product import Product
from innopoints.gate.run_facts import gather
from innopoints.passports.bank import read_banks
from innopoints.publication.publish import publish
from innopoints.verify import verify
from innopoints.yaml_file import read
from tests.gate.conftest import DAY, NEXT_DAY
from tests.publication.candidate_factory import change, make_candidate
from tests.publication.conftest import NOON


@pytest.fixture
def rules(tmp_path) -> Path:
    shutil.copytree(RULES, tmp_path / "rules")
    return tmp_path / "rules"


@pytest.fixture
def staged(built) -> Path:
    gate(built, NEXT_DAY)
    (folder,) = (built.published / ".staging").iterdir()
    return folder


def edit(path: Path, change_rules) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change_rules(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def refusal(home, rules: Path) -> str:
    with pytest.raises(Refused) as refused:
        gate(home, NEXT_DAY, rules)
    return str(refused.value)


def faults_of(home, folder: Path) -> set[str]:
    product = read(RULES / "score_v1.yml", Product)
    candidate = json.loads(home.candidate_json.read_bytes())
    facts = gather(home, NEXT_DAY, home.candidate, candidate, read_banks())
    return {
        f"{result.suite}.{check.id}" for result in judge(product, folder, facts, RULES) for check in result.failures
    }


def test_a_closed_gate_leaves_the_edition_before_in_place_and_says_why(built):
    latest = (built.published / "score_v1" / "latest.json").read_bytes()
    change(built, "update published.pub_score_v1 set score = 101 where score_rank = 1")
    with pytest.raises(Refused) as refused:
        gate(built, NEXT_DAY)
    assert "GateClosed publication.pub_score_v1.score_within_0_and_100: 百分制" in str(refused.value)
    with pytest.raises(Refused, match="the gate is closed"):
        publish(built, NEXT_DAY, NOON)
    assert (built.published / "score_v1" / "latest.json").read_bytes() == latest
    verify(built.published / "score_v1" / "2026-06-30" / "1")


def test_every_required_check_is_missed_when_it_is_removed_or_renamed(built, rules):
    """All at once, one gate run: every name of every required list must come back as a refusal."""
    wanted = set()
    for path in rules.glob("*.yml"):

        def rename(content, path=path):
            for check in content.get("expect", content.get("invariants")):
                if check["id"] in content["required"]:
                    wanted.add(f"GateClosed publication.{path.stem}.{check['id']}: ")
                    check["id"] += "_renamed"

        edit(path, rename)
    for path in (rules / "invariants").glob("*.sql"):
        path.rename(path.with_name(f"{path.stem}_renamed.sql"))
    said = refusal(built, rules)
    assert len(wanted) > 60
    assert {line for line in wanted if line not in said} == set()


SQL, SUITE = "invariants/no_personal_value.sql", "pub_score_v1.yml"


@pytest.mark.parametrize(
    ("how", "file", "edited"),
    [
        ("规则文件删掉", "pub_score_reason_v1.yml", None),
        ("产品文件删掉", "score_v1.yml", None),
        ("不变式的 SQL 删掉", SQL, None),
        ("SQL 写错", SQL, "select holds"),
        ("SQL 什么也没看", SQL, "select true as holds where false"),
        ("没有理由的检查", SUITE, lambda suite: suite["expect"][0].pop("because")),
        ("规则文件写错键", SUITE, lambda suite: suite.update(skip=True)),
        ("检查写错参数", SUITE, lambda suite: suite["expect"][0].update(colum="uscc")),
        ("必需的检查可以什么也不看", "score_v1.yml", lambda rules: rules["invariants"][0].update(may_be_empty=True)),
        ("说的是另一张表", SUITE, lambda suite: suite.update(table="pub_x")),
    ],
)
def test_broken_rules_close_the_gate(built, rules, how, file, edited):
    if edited is None:
        (rules / file).unlink()
    elif isinstance(edited, str):
        (rules / file).write_text(edited)
    else:
        edit(rules / file, edited)
    assert "GateClosed publication." in refusal(built, rules)
    assert json.loads((built.quality / "2026-07-01" / "gate.json").read_bytes())["verdict"] == "closed"


def test_without_a_candidate_the_gate_is_closed_and_forgets_an_earlier_yes(built, staged):
    built.candidate_json.unlink()
    with pytest.raises(Refused, match=r"could_run.*innopoints build --as-of 2026-07-01"):
        gate(built, NEXT_DAY)
    with pytest.raises(Refused, match="the gate is closed"):
        publish(built, NEXT_DAY, NOON)


def test_the_report_is_the_same_for_the_same_candidate_and_holds_no_clock(built):
    gate(built, NEXT_DAY)
    place = built.quality / "2026-07-01"
    first = (place / "gate.json").read_bytes(), (place / "gate.html").read_bytes()
    gate(built, NEXT_DAY)
    assert ((place / "gate.json").read_bytes(), (place / "gate.html").read_bytes()) == first


def test_the_gate_can_be_run_again_after_promotion(built):
    first = gate(built, NEXT_DAY)
    built.candidate.rename(built.current)
    built.current.with_suffix(".json").write_bytes(built.candidate_json.read_bytes())
    assert gate(built, NEXT_DAY)["root_hash"] == first["root_hash"]


def test_the_page_for_the_zone_officer_names_check_reason_and_rows_and_needs_no_internet(built):
    change(built, "update published.pub_score_reason_v1 set reason_zh = '<script>' || uscc, reason_en = null")
    with pytest.raises(Refused):
        gate(built, NEXT_DAY)
    page = (built.quality / "2026-07-01" / "gate.html").read_text(encoding="utf-8")
    assert "质检未通过" in page and "理由要有英文" in page and "91441300MA" in page
    assert "http" not in page and "<script>" not in page


def test_a_damaged_file_is_found_in_the_files_themselves(built, staged):
    path = staged / "pub_indicator_v1.parquet"
    body = path.read_bytes()
    assert faults_of(built, staged) == set()
    path.unlink()
    (staged / "people.parquet").write_bytes(b"x")
    shape = {"publication.files.pub_indicator_v1_has_the_agreed_columns", "publication.files.no_other_file"}
    silent = {"publication.pub_indicator_v1.uscc_given", "publication.score_v1.contributions_sum_to_score_full"}
    assert shape | silent <= faults_of(built, staged)
    (staged / "people.parquet").unlink()
    for broken in (body[:-200], body[: len(body) // 2], b"", body[:200] + bytes(200) + body[400:]):
        path.write_bytes(broken)
        shape, readable = judge_files(read(RULES / "score_v1.yml", Product), staged)
        assert shape.verdict == "closed" and "pub_indicator_v1" not in readable


def test_what_is_required_changes_only_on_purpose():
    """Taking a check out of a suite and out of its required list must also be said here."""
    required = {
        path.stem: len(yaml.safe_load(path.read_text(encoding="utf-8"))["required"]) for path in RULES.glob("*.yml")
    }
    assert required == {
        "score_v1": 44,
        "pub_score_v1": 22,
        "pub_indicator_v1": 9,
        "pub_score_reason_v1": 7,
        "pub_score_change_v1": 4,
        "pub_stability_v1": 6,
        "pub_bank_right_v1": 6,
        "pub_pillar_v1": 5,
        "pub_withdrawal_v1": 5,
        "pub_credit_line_v1": 5,
    }


def test_every_critical_check_is_required():
    for path in RULES.glob("*.yml"):
        rules = yaml_file.load(path)
        checks = rules.get("expect", rules.get("invariants"))
        critical = {check["id"] for check in checks if check["severity"] == "critical"}
        assert critical == set(rules["required"]), path.name


def test_the_first_edition_needs_no_edition_before(built):
    shutil.rmtree(built.published)
    make_candidate(built, DAY)
    assert gate(built, DAY)["verdict"] == "passed"
