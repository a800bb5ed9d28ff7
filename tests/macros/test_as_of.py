"""积分日决定看哪一年、哪一月、哪个窗口。"""

from datetime import date, timedelta

import pytest


@pytest.mark.parametrize(
    ("day", "year"),
    [("2026-05-31", 2024), ("2026-06-01", 2025), ("2026-06-30", 2025), ("2026-12-31", 2025), ("2027-01-01", 2025)],
)
def test_a_tax_year_is_closed_once_its_returns_were_due_on_31_may(macro, day, year):
    assert macro("closed_tax_year()", as_of_date=day) == year


@pytest.mark.parametrize(
    ("day", "year", "month"), [("2026-06-30", 2026, 6), ("2026-06-29", 2026, 5), ("2026-01-01", 2025, 12)]
)
def test_the_last_complete_month_is_the_own_month_only_on_its_last_day(macro, day, year, month):
    assert macro("last_month_number()", as_of_date=day) == year * 12 + month


@pytest.mark.parametrize(
    ("day", "years", "first_day_inside"),
    [("2026-06-30", 3, "2023-07-01"), ("2028-02-29", 1, "2027-03-01"), ("2028-02-29", 4, "2024-03-01")],
)
def test_a_window_opens_after_the_same_day_so_many_years_before(macro, values, day, years, first_day_inside):
    inside = macro(f"within_years('day', {years})", as_of_date=day)
    day_before, day_after = (date.fromisoformat(each) for each in (first_day_inside, day))
    days = [day_before - timedelta(days=1), first_day_inside, day, day_after + timedelta(days=1)]
    assert values(inside, {"day": "date"}, day=[str(each) for each in days]) == [False, True, True, False]


def test_validity_includes_both_its_days_and_an_open_end(macro, values):
    in_force = macro("valid_at('a', 'b')", as_of_date="2026-06-30")
    starts = ["2026-06-30", "2026-01-01", "2026-01-01", "2026-07-01", None]
    ends = [None, "2026-06-30", "2026-06-29", None, None]
    got = values(in_force, {"a": "date", "b": "date"}, a=starts, b=ends)
    assert [bool(each) for each in got] == [True, True, False, False, False]
