"""Changes of "this and all that follow" in a calendar."""

from __future__ import annotations

from pathlib import Path

from merkwerk.connectors.calendars.ranges import MOST_OF_A_SERIES
from merkwerk.connectors.exports.tests.test_calendar import events, meeting, times

SERIES = meeting("RRULE:FREQ=DAILY;COUNT=4")
FROM_FOURTH = "RECURRENCE-ID;RANGE=THISANDFUTURE:20261104T090000Z"


def test_all_later_ones_move_along(tmp_path: Path) -> None:
    later = meeting(FROM_FOURTH, start="DTSTART:20261104T133000Z")
    for parts in ((SERIES, later), (later, SERIES)):
        assert times(tmp_path, *parts) == [
            "11-03 09:00", "11-04 13:30", "11-05 13:30", "11-06 13:30",
        ]  # fmt: skip


def test_the_keys_stay_those_that_were_planned(tmp_path: Path) -> None:
    later = meeting(FROM_FOURTH, start="DTSTART:20261104T133000Z")
    keys = [one.key for one in events(tmp_path, SERIES, later)]
    assert keys == [one.key for one in events(tmp_path, SERIES)]


def test_they_are_told_in_the_words_of_the_change(tmp_path: Path) -> None:
    later = meeting(FROM_FOURTH + "\nLOCATION:Haven", start="DTSTART:20261104T133000Z")
    assert [one.place for one in events(tmp_path, SERIES, later)] == ["", "Haven", "Haven", "Haven"]


def test_a_second_change_goes_on_from_there(tmp_path: Path) -> None:
    first = meeting(FROM_FOURTH, start="DTSTART:20261104T133000Z")
    second = meeting(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261106T090000Z", start="DTSTART:20261106T180000Z"
    )
    assert times(tmp_path, SERIES, second, first) == [
        "11-03 09:00", "11-04 13:30", "11-05 13:30", "11-06 18:00",
    ]  # fmt: skip


def test_of_one_series_so_many_changes_count_and_the_others_are_told_alone(tmp_path: Path) -> None:
    changes = [
        meeting(
            f"RECURRENCE-ID;RANGE=THISANDFUTURE:20261104T0900{second:02}Z",
            start=f"DTSTART:20261104T1330{second:02}Z",
        )
        for second in range(MOST_OF_A_SERIES + 1)
    ]
    found = times(tmp_path, SERIES, *changes)
    assert (len(found), found.count("11-04 13:30")) == (5, 2)


def test_cancelled_from_there_on_ends_it(tmp_path: Path) -> None:
    gone = meeting(FROM_FOURTH + "\nSTATUS:CANCELLED", start="DTSTART:20261104T090000Z")
    assert times(tmp_path, SERIES, gone) == ["11-03 09:00"]


def test_one_of_the_later_ones_may_be_told_by_itself(tmp_path: Path) -> None:
    later = meeting(FROM_FOURTH, start="DTSTART:20261104T133000Z")
    one = meeting("RECURRENCE-ID:20261105T090000Z", start="DTSTART:20261105T200000Z")
    assert sorted(times(tmp_path, SERIES, later, one)) == [
        "11-03 09:00", "11-04 13:30", "11-05 20:00", "11-06 13:30",
    ]  # fmt: skip


def test_one_moved_after_its_new_time_is_told_once(tmp_path: Path) -> None:
    later = meeting(FROM_FOURTH, start="DTSTART:20261104T133000Z")
    one = meeting("RECURRENCE-ID:20261105T133000Z", start="DTSTART:20261105T200000Z")
    assert sorted(times(tmp_path, SERIES, later, one)) == [
        "11-03 09:00", "11-04 13:30", "11-05 20:00", "11-06 13:30",
    ]  # fmt: skip


def test_the_hour_stays_over_the_change_of_the_clock(tmp_path: Path) -> None:
    start = "DTSTART;TZID=Europe/Amsterdam:20261006T100000"
    series = meeting("RRULE:FREQ=WEEKLY;COUNT=4", start)
    later = meeting(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Amsterdam:20261013T100000",
        start="DTSTART;TZID=Europe/Amsterdam:20261014T110000",
    )
    assert times(tmp_path, series, later) == [
        "10-06 08:00", "10-14 09:00", "10-21 09:00", "10-28 10:00",
    ]  # fmt: skip


def test_without_its_series_a_change_is_one_meeting(tmp_path: Path) -> None:
    later = meeting(FROM_FOURTH, start="DTSTART:20261104T133000Z")
    assert times(tmp_path, later) == ["11-04 13:30"]


def test_a_move_over_centuries_is_no_move(tmp_path: Path) -> None:
    later = meeting(FROM_FOURTH, start="DTSTART:22261104T133000Z")
    assert times(tmp_path, SERIES, later) == ["11-03 09:00", "11-05 09:00", "11-06 09:00"]


def test_what_moves_out_of_the_past_is_not_told_yet(tmp_path: Path) -> None:
    later = meeting(FROM_FOURTH, start="DTSTART:20261124T133000Z")
    assert times(tmp_path, SERIES, later) == ["11-03 09:00"]
