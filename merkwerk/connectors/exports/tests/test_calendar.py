"""Calendars, read as meetings between people."""

from __future__ import annotations

import random
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from merkwerk.connectors.exports.calendar import read
from merkwerk.connectors.exports.values import Event, Owner, Piece, Trouble

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINE = frozenset({"ik@mijn.example"})
PEOPLE = "ORGANIZER:mailto:ik@mijn.example\nATTENDEE;CN=Joris:mailto:Joris@y.example\n"


def meeting(lines: str = "", start: str = "DTSTART:20261103T090000Z", people: str = PEOPLE) -> str:
    return f"BEGIN:VEVENT\nUID:1@x\n{start}\nSUMMARY:Koffie\n{people}{lines}\nEND:VEVENT\n"


def pieces(tmp_path: Path, *parts: str, mine: frozenset[str] = MINE) -> list[Piece]:
    path = tmp_path / "calendar.ics"
    path.write_bytes(f"BEGIN:VCALENDAR\n{''.join(parts)}END:VCALENDAR\n".encode())
    return list(read(path, now=NOW, mine=mine))


def events(tmp_path: Path, *parts: str, mine: frozenset[str] = MINE) -> list[Event]:
    return [one for one in pieces(tmp_path, *parts, mine=mine) if isinstance(one, Event)]


def times(tmp_path: Path, *parts: str) -> list[str]:
    return [f"{one.at:%m-%d %H:%M}" for one in events(tmp_path, *parts)]


def troubles(told: list[Piece]) -> dict[str, int | str]:
    return {one.code: dict(one.facts).get("count", 0) for one in told if isinstance(one, Trouble)}


def test_a_meeting_is_told(tmp_path: Path) -> None:
    (event,) = events(tmp_path, meeting("LOCATION:Café\\, achterin"))
    assert (event.kind, event.direction, event.channel) == ("met", "both", "calendar")
    assert (event.key, event.subject, event.place) == (
        "1@x 20261103T090000Z", "Koffie", "Café, achterin",
    )  # fmt: skip
    assert ([reach.value for reach in event.people], event.names) == (
        ["joris@y.example"],
        ("Joris",),
    )


@pytest.mark.parametrize(
    "parts",
    [
        meeting("STATUS:CANCELLED"),
        "METHOD:CANCEL\n" + meeting(),
        meeting(people="ORGANIZER:mailto:ik@mijn.example\n"),
        meeting(people=""),
        meeting("ATTENDEE;PARTSTAT=DECLINED:mailto:ik@mijn.example"),
        meeting(
            people="ORGANIZER:mailto:IK@mijn.example\nATTENDEE;CUTYPE=ROOM:mailto:r@y.example\n"
        ),
        meeting(people=PEOPLE.replace("CN=Joris", "PARTSTAT=DECLINED")),
        meeting(start="DTSTART:20270101T090000Z"),
        meeting(start="DTSTART:20110101T090000Z"),
        "BEGIN:VTODO\nUID:2\nDTSTART:20261103T090000Z\n" + PEOPLE + "END:VTODO\n",
    ],
)
def test_what_was_no_meeting_is_left_out(tmp_path: Path, parts: str) -> None:
    assert events(tmp_path, parts) == []


def test_a_meeting_without_the_owner_is_counted_not_told(tmp_path: Path) -> None:
    told = pieces(tmp_path, meeting(), mine=frozenset({"ander@z.example"}))
    assert troubles(told) == {"calendar-not-yours": 1}


def test_a_gathering_is_counted_not_told(tmp_path: Path) -> None:
    many = "".join(f"ATTENDEE:mailto:p{n}@y.example\n" for n in range(30))
    assert troubles(pieces(tmp_path, meeting(many.strip()))) == {"calendar-gathering": 1}


@pytest.mark.parametrize(
    ("start", "at"),
    [
        ("DTSTART;TZID=Europe/Amsterdam:20260703T100000", "07-03 08:00"),
        ("DTSTART;TZID=W. Europe Standard Time:20260703T100000", "07-03 08:00"),
        ('DTSTART;TZID="/mozilla.org/20050126_1/Europe/Amsterdam":20260703T100000', "07-03 08:00"),
        ('DTSTART;TZID="(UTC+01:00) Amsterdam":20260703T100000', "07-03 09:00"),
        ("DTSTART;TZID=Nergens:20260703T100000", "07-03 08:00"),
        ("DTSTART:20260703T100000", "07-03 08:00"),
        ("DTSTART;VALUE=DATE:20260703", "07-03 10:00"),
        ("DTSTART:20260703T100000Z", "07-03 10:00"),
    ],
)
def test_a_zone_is_known(tmp_path: Path, start: str, at: str) -> None:
    assert times(tmp_path, "X-WR-TIMEZONE:Europe/Amsterdam\n", meeting(start=start)) == [at]


def test_without_a_zone_it_is_that_of_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "c.ics"
    path.write_text("BEGIN:VCALENDAR\n" + meeting(start="DTSTART:20260703T100000"))
    now = NOW.astimezone(ZoneInfo("America/New_York"))
    told = [one for one in read(path, now=now, mine=MINE) if isinstance(one, Event)]
    assert told[0].at == datetime(2026, 7, 3, 14, 0, tzinfo=UTC)


OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Huis
BEGIN:STANDARD
DTSTART:16010101T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def test_a_zone_of_the_calendars_own_is_followed(tmp_path: Path) -> None:
    told = meeting("RDATE;TZID=Huis:20261103T100000", start="DTSTART;TZID=Huis:20260703T100000")
    assert times(tmp_path, OWN_ZONE, told) == ["07-03 08:00", "11-03 09:00"]


def test_a_series_keeps_its_hour_over_the_change_of_the_clock(tmp_path: Path) -> None:
    told = meeting("RRULE:FREQ=WEEKLY;COUNT=2", "DTSTART;TZID=Europe/Amsterdam:20261020T100000")
    assert times(tmp_path, told) == ["10-20 08:00", "10-27 09:00"]


def test_a_series_leaves_out_what_was_taken_out(tmp_path: Path) -> None:
    rule = "RRULE:FREQ=DAILY;UNTIL=20261107T235959Z\nEXDATE:20261104T090000Z,20261105T090000Z"
    assert times(tmp_path, meeting(rule + "\nEXDATE;VALUE=DATE:20261106")) == [
        "11-03 09:00", "11-07 09:00",
    ]  # fmt: skip


def test_an_occurrence_that_was_moved_is_told_once(tmp_path: Path) -> None:
    moved = "RECURRENCE-ID;TZID=Europe/Amsterdam:20261104T100000"
    told = events(
        tmp_path,
        meeting("RRULE:FREQ=DAILY;COUNT=2"),
        meeting(moved, start="DTSTART:20261105T150000Z"),
    )
    assert [(one.key, f"{one.at:%m-%d %H}") for one in told] == [
        ("1@x 20261103T090000Z", "11-03 09"),
        ("1@x 20261104T090000Z", "11-05 15"),
    ]


def test_an_occurrence_that_was_cancelled_is_not_told(tmp_path: Path) -> None:
    gone = meeting("RECURRENCE-ID:20261104T090000Z\nSTATUS:CANCELLED", "DTSTART:20261104T090000Z")
    assert times(tmp_path, gone, meeting("RRULE:FREQ=DAILY;COUNT=2")) == ["11-03 09:00"]


def test_a_century_of_days_is_the_last_five_hundred(tmp_path: Path) -> None:
    told = times(tmp_path, meeting("RRULE:FREQ=DAILY", start="DTSTART:19000101T090000Z"))
    assert (len(told), told[-1]) == (500, "11-22 09:00")


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;UNTIL=99991231",
        "FREQ=YEARLY;BYDAY=99MO,XX",
        "FREQ=DAILY;COUNT=99999999999;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=abc",
        "FREQ=",
        "",
    ],
)
def test_a_rule_without_sense_leaves_the_first_day(tmp_path: Path, rule: str) -> None:
    told = pieces(tmp_path, meeting(f"RRULE:{rule}", start="DTSTART:20210103T090000Z" if "30" not in
                                    rule else "DTSTART:16100103T090000Z"))  # fmt: skip
    assert troubles(told) == {"calendar-repeats": 0}


@pytest.mark.parametrize("freq", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
def test_a_rule_that_never_holds_takes_no_time(tmp_path: Path, freq: str) -> None:
    began = time.process_time()
    rule = f"RRULE:FREQ={freq};BYMONTH=2;BYMONTHDAY=30"
    assert events(tmp_path, meeting(rule, start="DTSTART:19000101T090000Z") * 20) == []
    assert time.process_time() - began < 2


def test_a_flood_of_dates_is_cut(tmp_path: Path) -> None:
    flood = ",".join(f"2026{month:02}{day:02}T{hour:02}0000Z" for month in range(1, 11)
                     for day in range(1, 29) for hour in range(24))  # fmt: skip
    lines = "\n".join(f"RDATE:{flood[at : at + 1700]}" for at in range(0, len(flood), 1700))
    assert len(events(tmp_path, meeting(lines))) == 500


def test_the_owner_is_told_and_stands_for_mine(tmp_path: Path) -> None:
    told = pieces(tmp_path, "X-WR-CALNAME:ik@mijn.example\n", meeting(), mine=frozenset())
    assert isinstance(told[0], Owner)
    assert told[0].reaches[0].value == "ik@mijn.example"
    assert [len(one.people) for one in told if isinstance(one, Event)] == [1]


def test_the_owner_is_who_is_in_every_meeting(tmp_path: Path) -> None:
    other = meeting(people=PEOPLE.replace("Joris", "Anna"))
    told = pieces(tmp_path, meeting(), other, mine=frozenset())
    assert isinstance(told[0], Owner)
    assert told[0].reaches[0].value == "ik@mijn.example"


def test_folded_and_quoted_lines_are_read(tmp_path: Path) -> None:
    people = (
        "ORGANIZER:mailto:ik@mijn.example\n"
        'ATTENDEE;CN="Wit: de; Jor\n is";X=1:mailto:j\n\n @y.example\n'
    )
    (event,) = events(tmp_path, meeting(people=people))
    assert event.names == ("Wit: de; Joris",)


@pytest.mark.parametrize(
    "broken",
    [
        "BEGIN:VEVENT\nUID:2\nDTSTART:gisteren\n" + PEOPLE + "END:VEVENT\n",
        "BEGIN:VEVENT\nUID:2\nDTSTART:99999999\n" + PEOPLE + "END:VEVENT\n",
        "BEGIN:VEVENT\nUID:2\n" + PEOPLE + "END:VEVENT\n",
        "BEGIN:VEVENT\nUID:2\nDTSTART:20261101T000000Z\n" + PEOPLE,
    ],
)
def test_a_broken_meeting_is_told_and_the_rest_read(tmp_path: Path, broken: str) -> None:
    told = pieces(tmp_path, broken, meeting())
    assert troubles(told) == {"calendar-unreadable": 0}
    assert len([one for one in told if isinstance(one, Event)]) == 1


@pytest.mark.parametrize("raw", [b"", b"<html>", b"\x00" * 900, "BEGIN:VCALENDAR".encode("utf-16")])
def test_what_is_no_calendar_tells_so(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "x.ics").write_bytes(raw)
    assert troubles(list(read(tmp_path / "x.ics", now=NOW, mine=MINE))) == {"no-calendar": 0}


def test_a_large_calendar_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.ics"
    with path.open("w") as file:
        file.write("BEGIN:VCALENDAR\n")
        for number in range(300):
            file.write(meeting("ATTACH;ENCODING=BASE64:QUJD\n" + " QUJDQUJD\n" * 3000)
                       .replace("1@x", f"{number}@x"))  # fmt: skip
        file.write("X-A:1\n" + " x" * 4_000_000)
    tracemalloc.start()
    told = list(read(path, now=NOW, mine=MINE))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len([one for one in told if isinstance(one, Event)]) == 300
    assert peak < 3_000_000


def test_no_bytes_at_all_raise(tmp_path: Path) -> None:
    chance = random.Random(11)
    series = meeting(
        "RRULE:FREQ=MONTHLY;BYDAY=1TU;INTERVAL=2\nEXDATE:20261104T090000Z\nRDATE:20260101"
    )
    whole = ("BEGIN:VCALENDAR\nX-WR-TIMEZONE:x\n" + OWN_ZONE + series + "END:VCALENDAR\n").encode()
    path = tmp_path / "fuzz.ics"
    for _ in range(250):
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            raw[chance.randrange(len(raw))] = chance.choice(b"0123456789;:,=-+TZ\n \xff\x00")
        path.write_bytes(bytes(raw[chance.randint(0, 60) :]))
        assert list(read(path, now=NOW, mine=MINE))
