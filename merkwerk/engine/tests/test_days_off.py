"""Days that most people have off, as calendars of those years have them."""

from __future__ import annotations

from datetime import date

import pytest

from merkwerk.engine.days_off import dutch_days_off, easter


@pytest.mark.parametrize(
    "day",
    [
        "1818-03-22", "1943-04-25", "2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31",
        "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18",
    ],
)  # fmt: skip
def test_easter_is_on_its_day(day: str) -> None:
    assert easter(date.fromisoformat(day).year) == date.fromisoformat(day)


def test_the_days_off_of_a_year() -> None:
    days = {
        "2026-01-01", "2026-04-05", "2026-04-06", "2026-04-27", "2026-05-14", "2026-05-24",
        "2026-05-25", "2026-12-25", "2026-12-26",
    }  # fmt: skip
    assert {one.isoformat() for one in dutch_days_off(2026)} == days


def test_kings_day_gives_way_to_a_sunday() -> None:
    assert date(2025, 4, 26) in dutch_days_off(2025)
    assert date(2025, 4, 27) not in dutch_days_off(2025)


def test_liberation_day_is_off_once_in_five_years() -> None:
    assert [year for year in range(2024, 2032) if date(year, 5, 5) in dutch_days_off(year)] == [
        2025,
        2030,
    ]
