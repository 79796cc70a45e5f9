"""Writing a calendar that other programs subscribe to (iCalendar, RFC 5545; names after RFC 7986).

Nothing but what stands in an `Entry` gets out: no guests, no organiser, no alarms that mail
somebody. The same entries give the same bytes but for DTSTAMP, so that an ETag can be made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vDuration

from merkwerk.connectors import content

PRODUCT = "-//Merkwerk//NONSGML Merkwerk//EN"
TITLE = 300
WORDS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in the calendar. `uid` is the same for ever and tells nobody anything; `sequence`
    grows whenever the entry changes. `begins` is a day (all day) or an aware moment; `ends` the
    last day (inclusive) or the end, by default the same day, or half an hour later. `changed` is
    when it was last changed. `busy`: whether others should see the time as taken."""

    uid: str
    begins: date | datetime
    title: str
    ends: date | datetime | None = None
    words: str = ""
    place: str = ""
    url: str = ""
    sequence: int = 0
    changed: datetime | None = None
    busy: bool = False
    gone: bool = False


def write(
    entries: Iterable[Entry], *, name: str, now: datetime, refresh: timedelta = timedelta(hours=6)
) -> bytes:
    """The calendar as bytes for `text/calendar; charset=utf-8`: UTF-8, lines folded at 75 octets.

    `name` is what programs show, `refresh` how often they may ask. Moments are written in UTC, so
    that no time zone need be told. Refuses (ValueError) a moment without a zone and an entry
    without a uid; titles and words lose control and direction signs and are cut."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    for field in ("NAME", "X-WR-CALNAME"):
        calendar.add(field, content.line(name, TITLE))
    calendar.add("REFRESH-INTERVAL", vDuration(refresh), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(refresh))
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, now: datetime) -> Event:
    if not entry.uid.strip():
        raise ValueError("an entry of a calendar needs a uid")
    event = Event()
    event.add("UID", content.line(entry.uid, 250))
    event.add("DTSTAMP", _utc(now))
    event.add("SEQUENCE", max(entry.sequence, 0))
    begins, ends = _span(entry)
    event.add("DTSTART", begins)
    event.add("DTEND", ends)
    event.add("SUMMARY", content.line(entry.title, TITLE))
    if entry.changed:
        event.add("LAST-MODIFIED", _utc(entry.changed))
    for field, told in _texts(entry):
        event.add(field, told)
    event.add("TRANSP", "OPAQUE" if entry.busy else "TRANSPARENT")
    event.add("STATUS", "CANCELLED" if entry.gone else "CONFIRMED")
    event.add("CLASS", "PRIVATE")
    return event


def _texts(entry: Entry) -> Sequence[tuple[str, str]]:
    told = (
        ("DESCRIPTION", content.block(entry.words, WORDS)),
        ("LOCATION", content.line(entry.place, TITLE)),
        ("URL", content.safe_url(entry.url)),
    )
    return [(field, words) for field, words in told if words]


def _span(entry: Entry) -> tuple[date, date]:
    """Begin and (exclusive) end: days stay days, moments are in UTC."""
    begins, ends = entry.begins, entry.ends
    if not isinstance(begins, datetime):
        last = ends.date() if isinstance(ends, datetime) else ends
        return begins, max(last or begins, begins) + timedelta(days=1)
    start = _utc(begins)
    end = _utc(ends) if isinstance(ends, datetime) else start + timedelta(minutes=30)
    return start, max(end, start)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment in a calendar needs its zone")
    return moment.astimezone(UTC).replace(microsecond=0)
