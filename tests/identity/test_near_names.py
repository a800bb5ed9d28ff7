"""近似名称只供人工判断：差一两个字的找得到，别家的不凑数，名单的次序不改变结果。"""

import importlib.util
from types import SimpleNamespace

import duckdb
import pytest

from innopoints.project import DBT

NAMES = [
    ("惠州市安邦博电子科技有限公司", "A"),
    ("惠州市安邦博实业有限公司", "A"),
    ("广东海融国惠州电气股份有限公司", "B"),
    ("惠州市世裕能数据服务有限公司", "C"),
    ("惠州市世裕龙数据服务有限公司", "D"),
]


@pytest.fixture(scope="module")
def candidates():
    spec = importlib.util.spec_from_file_location("name_candidate", DBT / "models" / "identity" / "name_candidate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def run(asked: list[str], names=NAMES) -> list[tuple]:
        con = duckdb.connect()
        con.execute("create table known (name_key text, uscc text)")
        con.executemany("insert into known values (?, ?)", names)
        con.execute(
            "create table asked as select unnest($names::text[]) as name_key, 0 as holder_count", {"names": asked}
        )
        tables = {"enterprise_name": con.table("known"), "name_match": con.table("asked")}
        dbt = SimpleNamespace(config=lambda **_: None, ref=tables.__getitem__)
        return [tuple(row.values()) for row in module.model(dbt, con).to_pylist()]

    return run


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("惠州市安邦博电子科枝有限公司", "A"),  # another letter
        ("惠州市安邦博电子科技", "A"),  # no legal form
        ("惠州安邦博电子科技有限公司", "A"),  # no 市
        ("广东海融国惠州电器股份有限公司", "B"),
        ("惠州市世裕能数据服务股份有限公司", "C"),  # another legal form is another enterprise, perhaps
    ],
)
def test_a_name_a_letter_or_two_away_is_found_and_nearest_comes_first(candidates, asked, meant):
    first = candidates([asked])[0]
    assert (first[0], first[1], first[2]) == (asked, 1, meant)


def test_two_enterprises_as_near_are_both_named_and_each_once(candidates):
    found = candidates(["惠州市世裕数据服务有限公司"])
    assert [row[2] for row in found] == ["C", "D"]


@pytest.mark.parametrize("outsider", ["惠州学院", "自然人甲", "惠州市鑫东升模具有限公司", "有限公司"])
def test_an_outsider_has_no_candidates(candidates, outsider):
    assert candidates([outsider]) == []


def test_the_order_of_names_changes_nothing(candidates):
    asked = ["惠州市世裕数据服务有限公司", "惠州市安邦博电子科枝有限公司"]
    assert candidates(asked) == candidates(asked[::-1], NAMES[::-1])


def test_nothing_asked_gives_no_rows(candidates):
    assert candidates([]) == []
