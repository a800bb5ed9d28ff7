"""稳定性：已发表的算例；没有变动时极少误报，有变动时认得出，样本小时不叫狼来了。"""

import duckdb
import pytest

from innopoints.home import Home
from tests.scoring.given_zone import score

# 1,000 cells, each of 300 enterprises then and 200 now, drawn by a hash; in shifted cells every second moved up.
DRAWN = """
create or replace table stability.frequency as
select
    'cell' || cell as scheme, 'all' as stage, 'all' as industry, item,
    cast(drawn // step as decimal(28, 10)) as value,
    count(*) filter (edition = 'now') as now_count, count(*) filter (edition = 'previous') as previous_count
from (
    select
        cell, item, edition, if(item = 'coarse', 250, 1) as step,
        least(999, hash(cell, item, edition, place) % 1000
            + if(item = 'shifted' and edition = 'now' and place % 2 = 0, 400, 0)) as drawn
    from range(1000) as cells(cell)
    cross join (values ('fine'), ('coarse'), ('shifted')) as items(item)
    cross join (select 'now' as edition, unnest(range(200)) as place
        union all select 'previous', unnest(range(300))) as places
)
group by all
"""


# What the models under test read, without rows: a unit test asks the warehouse for the types of its inputs.
INPUTS = """
create schema stability;
create table stability.frequency (scheme varchar, stage varchar, industry varchar, item varchar,
    value decimal(28, 10), now_count bigint, previous_count bigint);
create table stability.compared_score (scheme varchar, stage varchar, industry varchar,
    score decimal(6, 2), previous_score decimal(6, 2), edition varchar, previous_edition varchar,
    previous_as_of_date date, previous_stage varchar, is_now boolean, is_previous boolean,
    coverage_ratio decimal(5, 4), previous_coverage_ratio decimal(5, 4));
create table stability.figure (scheme varchar, stage varchar, industry varchar, metric varchar, item varchar,
    value decimal(18, 6), previous_value decimal(18, 6), n integer, previous_n integer, critical_value decimal(18, 6),
    carried_n integer, previous_carried_n integer);
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    home = Home(tmp_path_factory.mktemp("stability"))
    home.warehouse.mkdir()
    with duckdb.connect(str(home.candidate)) as con:
        con.execute(INPUTS)
    return home


def test_the_published_examples(home):
    score(home, "test", select=("stability,test_type:unit",))


def test_the_critical_value_is_passed_once_in_a_thousand_without_drift_and_almost_always_with_it(home):
    with duckdb.connect(str(home.candidate)) as con:
        con.execute(DRAWN)
    score(home, "run", select=("population_index",))
    with duckdb.connect(str(home.candidate), read_only=True) as con:
        passed = dict(
            con.execute(
                "select item, avg(if(index_value > critical_value, 1, 0)) from stability.population_index group by item"
            ).fetchall()
        )
        usual = dict(
            con.execute(
                "select item, avg(if(index_value > 0.10, 1, 0)) from stability.population_index group by item"
            ).fetchall()
        )
    assert passed["fine"] <= 0.01 and passed["coarse"] <= 0.01
    assert passed["shifted"] >= 0.95
    # The usual fixed bound of 0.10 cries wolf at this size: that is why the size counts.
    assert usual["fine"] > 5 * passed["fine"]
