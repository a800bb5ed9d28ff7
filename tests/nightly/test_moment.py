"""The times of a run: what an empty parameter means, and that no time zone is guessed."""

from datetime import UTC, date, datetime

import pytest

from innopoints.nightly.steps import Moment, read_steps


def test_an_empty_as_of_is_the_day_in_shanghai_not_the_day_in_utc():
    moment = Moment.of(due="2026-06-30T18:00:00+00:00")  # 2 o'clock on 1 July in Shanghai
    assert moment.as_of == date(2026, 7, 1)


def test_an_empty_known_at_is_the_moment_the_run_was_due():
    moment = Moment.of(due="2026-07-01T02:00:00+08:00")
    assert moment.known_at == moment.due == datetime(2026, 6, 30, 18, tzinfo=UTC)


def test_a_run_can_look_back_without_claiming_that_its_data_landed_then():
    moment = Moment.of(due="2026-07-01T02:00:00+08:00", as_of="2025-12-31", known_at="2026-01-15T02:00:00+08:00")
    assert moment.as_of == date(2025, 12, 31)
    assert moment.known_at < moment.due


@pytest.mark.parametrize("text", ["", '{"step": "build"}\n{"step": "ga'])
def test_a_line_cut_short_by_a_kill_is_left_out(tmp_path, text):
    (tmp_path / "steps.jsonl").write_text(text, encoding="utf-8")
    assert [step["step"] for step in read_steps(tmp_path)] in ([], ["build"])
