"""Files are complete or absent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innopoints import durable

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json_values))
def test_the_order_in_which_keys_were_written_does_not_change_what_is_signed(value):
    backwards = dict(reversed(value.items()))
    assert durable.canonical_json(value) == durable.canonical_json(backwards)


def test_a_write_that_fails_leaves_the_old_content(tmp_path, monkeypatch):
    path = tmp_path / "latest.json"
    durable.write_json(path, {"edition": 1})

    def no_space(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "fsync", no_space)
    with pytest.raises(OSError, match="No space left"):
        durable.write_json(path, {"edition": 2})
    assert path.read_text(encoding="utf-8") == '{\n "edition": 1\n}\n'


def test_the_hash_is_that_of_the_bytes(tmp_path):
    path = tmp_path / "empty"
    path.write_bytes(b"")
    assert durable.sha256_of(path) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
