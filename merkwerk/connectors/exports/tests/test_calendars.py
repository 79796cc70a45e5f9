"""Writing a calendar, held against a reader that is not ours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from icalendar import Calendar

from merkwerk.connectors.exports.calendars import Entry, write

NOW = datetime(2026, 11, 22, 12, 0, 30, 99, tzinfo=UTC)


def written(**told: Any) -> bytes:
    return write([Entry(**{"uid": "1@a", "begins": NOW, "title": "T", **told})], name="N", now=NOW)


def event(**told: Any) -> Any:
    return Calendar.from_ical(written(**told)).walk("VEVENT")[0]


def test_a_day_is_a_whole_day() -> None:
    read = event(begins=date(2026, 12, 1))
    assert (read.decoded("DTSTART"), read.decoded("DTEND")) == (
        date(2026, 12, 1),
        date(2026, 12, 2),
    )


def test_a_moment_is_in_utc() -> None:
    local = datetime(2026, 12, 1, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    assert b"DTSTART:20261201T090000Z\r\n" in written(begins=local)
    assert b"DTEND:20261201T093000Z\r\n" in written(begins=local)


def test_it_has_what_programs_want() -> None:
    raw = written(uid="17@a", sequence=3)
    for line in (b"VERSION:2.0", b"METHOD:PUBLISH", b"X-WR-CALNAME:N", b"UID:17@a", b"SEQUENCE:3",
                 b"DTSTAMP:20261122T120030Z", b"REFRESH-INTERVAL;VALUE=DURATION:PT6H"):  # fmt: skip
        assert line + b"\r\n" in raw


def test_no_line_is_longer_than_75_octets() -> None:
    raw = written(title="é" * 250, words="een, twee; drie\n" * 40)
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_long_text_comes_back_whole() -> None:
    words = "Vraag naar \\ de offerte; btw, en\nnog iets – é"
    assert str(event(words=words)["DESCRIPTION"]) == words


def test_nothing_breaks_out_of_its_line() -> None:
    raw = written(title="a\r\nATTENDEE:mailto:x@y.example", uid="u\nX:1", place="b\x00\u202ec")
    assert b"\r\nATTENDEE" not in raw
    assert len(Calendar.from_ical(raw).walk("VEVENT")[0]) <= 12


@pytest.mark.parametrize("field", [b"ATTENDEE", b"ORGANIZER", b"VALARM"])
def test_nobody_else_is_told(field: bytes) -> None:
    assert field not in written()


def test_what_is_gone_is_cancelled() -> None:
    assert event(gone=True)["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("told", [{"uid": " "}, {"begins": NOW.replace(tzinfo=None)}])
def test_it_refuses_what_programs_would_mistake(told: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="needs"):
        written(**told)


def test_an_unsafe_link_is_left_out() -> None:
    assert "URL" not in event(url="javascript:alert(1)")
    assert event(url="https://a.example/x")["URL"] == "https://a.example/x"


def test_nothing_gives_an_empty_calendar() -> None:
    assert Calendar.from_ical(write([], name="N", now=NOW)).walk("VEVENT") == []
