"""One small sample for all tests of the exchange, and a tax bureau that serves it."""

import json
from pathlib import Path

import pytest
from running_exchange import SEED, THROUGH, serving

from sample_exchange.chunk import make_chunk
from sample_exchange.generate import generate
from sample_exchange.world.periods import Horizon


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Path:
    """80 enterprises through June 2026."""
    folder = tmp_path_factory.mktemp("exchange") / "sample"
    generate(folder, 80, SEED, THROUGH)
    return folder


@pytest.fixture(scope="session")
def chunk():
    """500 enterprises in memory, for questions about the population."""
    return make_chunk(SEED, 0, 500, Horizon(THROUGH))


@pytest.fixture(scope="session")
def dirt(sample) -> list[dict]:
    lines = (sample / "truth" / "dirt.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def bureau(sample):
    with serving(sample) as (_, ready):
        yield ready
