"""Contacts and calendars of Google and Outlook, where their samples leave something open."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import google, outlook
from merkwerk.connectors.exports.tests.making import SAMPLES, zip_of
from merkwerk.connectors.exports.troubles import Part
from merkwerk.connectors.exports.values import Card, Event, Owner, Progress, Trouble

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MEETINGS = (
    '"Subject","Start Date","Start Time","Meeting Organizer","Required Attendees"\n'
    '"Een","{}","10:00","Sanne","Sanne;Anna"\n'
    '"Twee","{}","10:00:00 PM","Sanne","Sanne;Bram"\n'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def test_who_stands_in_two_lists_of_google_comes_once(file: Path) -> None:
    card = "BEGIN:VCARD\nFN:Anna\nEMAIL:a@example.org\nEND:VCARD\n"
    zip_of(file, {"Takeout/Contacten/A/A.vcf": card, "Takeout/Contacten/B/B.vcf": card})
    found = list(google.read(file, now=NOW))
    assert sum(isinstance(piece, Card) for piece in found) == 1


def test_a_table_of_contacts_in_an_archive_is_read(file: Path) -> None:
    zip_of(file, {"Takeout/Contacts/contacts.csv": (SAMPLES / "google-new.csv").read_bytes()})
    assert sum(isinstance(piece, Card) for piece in google.read(file, now=NOW)) == 2


def test_a_mail_folder_in_an_archive_must_be_brought_apart(file: Path) -> None:
    zip_of(file, {"Takeout/Mail/Alle.mbox": "From x\n"})
    found = [one for one in google.read(file, now=NOW) if not isinstance(one, Progress)]
    assert found == [
        Trouble(Part.APART, "Takeout/Mail/Alle.mbox", (("member", "Takeout/Mail/Alle.mbox"),))
    ]


def test_a_calendar_that_is_none_costs_itself_only(file: Path) -> None:
    card = "BEGIN:VCARD\nFN:Anna\nEND:VCARD\n"
    zip_of(file, {"Takeout/Calendar/a.ics": b"\x00\xff" * 50, "Takeout/Contacts/A.vcf": card})
    found = [type(one) for one in google.read(file, now=NOW)]
    assert Card in found
    assert Trouble in found


def events(file: Path, *days: str) -> list[Event]:
    file.write_text(MEETINGS.format(*days), "utf-8")
    return [one for one in outlook.read(file, now=NOW) if isinstance(one, Event)]


def test_days_are_american_unless_one_says_otherwise(file: Path) -> None:
    assert [one.at.date() for one in events(file, "3/4/2024", "3/5/2024")] == [
        date(2024, 3, 4),
        date(2024, 3, 5),
    ]
    assert [one.at.date() for one in events(file, "3/4/2024", "25/5/2024")] == [
        date(2024, 4, 3),
        date(2024, 5, 25),
    ]


def test_times_are_those_of_amsterdam(file: Path) -> None:
    first, second = events(file, "1/4/2024", "7/4/2024")
    assert (first.at.hour, second.at.hour) == (9, 20)


def test_who_is_in_every_meeting_is_the_owner() -> None:
    found = list(outlook.read(SAMPLES / "outlook-calendar-en.csv", now=NOW))
    assert found[0] == Owner("Sanne de Wit")
    assert all("Sanne de Wit" not in one.names for one in found if isinstance(one, Event))


def test_ones_own_address_is_nobody_else(file: Path) -> None:
    file.write_text(
        '"Onderwerp";"Begindatum";"Begintijd";"Organisator van vergadering";"Vereiste genodigden"\n'
        '"Koffie";"3-4-2024";"10:00";"sanne@merkwerk.example";"Anna <anna@example.org>"\n'
    )
    mine = frozenset(("sanne@merkwerk.example",))
    (met,) = [one for one in outlook.read(file, now=NOW, mine=mine) if isinstance(one, Event)]
    assert [one.value for one in met.people] == ["anna@example.org"]


def test_a_day_that_is_none_is_a_trouble(file: Path) -> None:
    file.write_text(MEETINGS.format("ooit", "3/4/2024"), "utf-8")
    codes = [one.code for one in outlook.read(file, now=NOW) if isinstance(one, Trouble)]
    assert codes == [Part.BAD_DATE]


@pytest.mark.parametrize("read", [google.read, outlook.read])
def test_another_table_is_refused(read: object, file: Path) -> None:
    file.write_text("Naam,Mail\nAnna,a@example.org\n")
    with pytest.raises(UnreadableFile):
        list(read(file, now=NOW))  # type: ignore[operator]
