"""Promises count working hours only."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from merkwerk.engine.working_hours import after_working_hours

HERE = ZoneInfo("Europe/Amsterdam")


def at(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=HERE)


# 23 November 2026 is a Monday.
@pytest.mark.parametrize(
    ("asked", "hours", "due"),
    [
        ("2026-11-23 15:00", 8, "2026-11-24 15:00"),
        ("2026-11-23 10:00", 4, "2026-11-23 14:00"),
        ("2026-11-23 22:00", 8, "2026-11-24 17:00"),
        ("2026-11-23 07:30", 4, "2026-11-23 13:00"),
        ("2026-11-27 15:00", 8, "2026-11-30 15:00"),
        ("2026-11-28 12:00", 4, "2026-11-30 13:00"),
        ("2026-11-27 18:00", 16, "2026-12-01 17:00"),
        ("2026-03-27 16:00", 2, "2026-03-30 10:00"),
    ],
)
def test_the_weekend_and_the_evening_do_not_count(asked: str, hours: int, due: str) -> None:
    assert after_working_hours(at(asked), hours, HERE) == at(due)


def test_it_is_the_clock_of_who_waits() -> None:
    lima = ZoneInfo("America/Lima")
    found = after_working_hours(at("2026-11-23 15:00"), 1, lima)
    assert found.astimezone(lima).hour == 10


def test_it_refuses_nothing_and_a_time_without_zone() -> None:
    with pytest.raises(ValueError, match="one hour"):
        after_working_hours(at("2026-11-23 15:00"), 0, HERE)
    with pytest.raises(ValueError, match="time zone"):
        after_working_hours(datetime(2026, 11, 23, 15), 1, HERE)  # noqa: DTZ001


def test_a_day_off_does_not_count() -> None:
    found = after_working_hours(
        at("2026-12-24 15:00"), 4, HERE, is_off=lambda day: day == date(2026, 12, 25)
    )
    assert found == at("2026-12-28 11:00")


def test_who_has_only_days_off_is_promised_something_all_the_same() -> None:
    found = after_working_hours(at("2026-12-24 15:00"), 4, HERE, is_off=lambda _day: True)
    assert found.year == 2027
