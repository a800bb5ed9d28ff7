"""The same arguments give the same bytes, so that anybody can repeat a run with nothing but a seed."""

import hashlib
from datetime import date

from running_exchange import SEED, THROUGH

from sample_exchange.chunk import make_chunk
from sample_exchange.generate import generate
from sample_exchange.world.periods import Horizon


def digests(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "serve.json")
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_every_file_again_byte_for_byte(sample, tmp_path):
    generate(tmp_path / "again", 80, SEED, THROUGH)
    assert digests(tmp_path / "again") == digests(sample)


def test_another_seed_gives_other_enterprises_everywhere(sample, tmp_path):
    generate(tmp_path / "other", 80, SEED + 1, THROUGH)
    ours, theirs = digests(sample), digests(tmp_path / "other")
    assert not {name for name in ours if ours[name] == theirs.get(name)}


def test_a_chunk_is_the_same_whatever_was_made_before_it():
    alone = make_chunk(SEED, 1, 60, Horizon(THROUGH))
    make_chunk(SEED, 0, 60, Horizon(THROUGH))
    after = make_chunk(SEED, 1, 60, Horizon(THROUGH))
    assert alone.firms.uscc.tolist() == after.firms.uscc.tolist()
    assert alone.vat["last"].sale.tolist() == after.vat["last"].sale.tolist()


def test_the_last_day_is_respected_on_any_day_of_the_calendar(tmp_path):
    for day in (date(2023, 7, 1), date(2024, 2, 29), date(2026, 1, 15)):
        generate(tmp_path / day.isoformat(), 60, SEED, day)
        assert (tmp_path / day.isoformat() / "truth" / "measures.parquet").exists()
