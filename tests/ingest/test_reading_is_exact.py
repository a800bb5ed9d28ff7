"""读得快与读得细，结果必须一样；合计一分不差。"""

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from innopoints.ingest.control_total import as_total, total_of
from innopoints.ingest.reading import delimited
from innopoints.ingest.reading.plain_delimited import is_plain
from innopoints.ingest.reading.unread import Unread
from innopoints.ingest.refusal import NotLandable

# Everything that makes a CSV hard: quotes, delimiters, both line ends, blanks, wide characters, odd spaces.
PIECES = st.sampled_from(
    ["a", "0", " ", "，", "𠮷", "é", "\u3000", "\ufeff", "\x00", ",", ",", ",", "\n", "\n", "\r\n", "\r", '"', "\t"]
)
BODIES = st.lists(PIECES, max_size=40).map("".join)


def read(path, encoding) -> tuple:
    """The rows with their numbers and how many are unread, or that the file is refused."""
    unread = Unread()
    try:
        sent = delimited.read_delimited(path, encoding, ",", 1, unread=unread)
        rows = []
        for chunk in sent.chunks:
            columns = [[text or None for text in pa.array(each, pa.string()).to_pylist()] for each in chunk.values]
            rows += list(zip(chunk.numbers, *columns, strict=True))
        return ("read", sent.columns, rows, unread.count)
    except NotLandable:
        return ("refused",)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES)
def test_the_fast_and_the_careful_reader_agree(tmp_path, monkeypatch, encoding, body):
    path = tmp_path / "any.csv"
    path.write_bytes(f"x,y\n{body}".encode(encoding))
    fast = read(path, encoding)
    with monkeypatch.context() as careful_only:
        careful_only.setattr(delimited, "is_plain", lambda *_: False)
        assert read(path, encoding) == fast


def test_a_plain_file_does_take_the_fast_way(tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text("a,b\n1,2\n3,4", encoding="utf-8")
    assert is_plain(path, 2)


@given(
    numbers=st.lists(
        st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**14), max_value=10**14)
    )
)
def test_a_control_total_is_exact_whatever_the_order(numbers):
    texts = [f" {number:,f} " for number in numbers] + ["约300万", "--", None, "NaN", "Infinity", ""]
    assert Decimal(as_total(total_of(pa.array(texts, pa.string())))) == sum(numbers, Decimal(0))
    assert total_of(pa.array([str(number) for number in numbers], pa.string())) == sum(numbers, Decimal(0))
    assert total_of(pa.array(texts[::-1], pa.string())) == total_of(pa.array(texts, pa.string()))
