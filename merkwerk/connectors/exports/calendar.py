"""Calendars (iCalendar, RFC 5545) as meetings between their owner and others, as a stream.

Left out: what was cancelled, what the owner declined, what nobody else takes part in, rooms, and
gatherings of more than GATHERING people, where being there is no contact between two of them.

Trouble codes: no-calendar; calendar-unreadable (a meeting that cannot be read), calendar-repeats
(its rule cannot be read or is boundless: only its first day counts); and once at the end, with
`count`: calendar-gathering, calendar-not-yours (none of the owner's addresses), calendar-too-many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from merkwerk.connectors import content
from merkwerk.connectors.calendars.guests import Guest, guests, told_owner
from merkwerk.connectors.calendars.lines import Block, Fields, blocks, fields
from merkwerk.connectors.calendars.ranges import Change, Changes, in_force, wider
from merkwerk.connectors.calendars.rules import Effort
from merkwerk.connectors.calendars.series import Meeting, Span, starts
from merkwerk.connectors.calendars.zones import defined, moment, zone
from merkwerk.connectors.exports.values import Event, Owner, Piece, Progress, Reach, Trouble, Way

WINDOW = timedelta(days=5 * 366)
GATHERING = 30
MOST = 100_000
TOLD = 50
_SERIES = 500_000
_ZONES = 300
_EVERY = 8 * 1024 * 1024
_WANTED = (
    *("BEGIN", "END", "TZID", "TZOFFSETTO", "X-WR-CALNAME", "X-WR-TIMEZONE", "METHOD", "UID"),
    *("DTSTART", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS", "SUMMARY", "LOCATION"),
    *("ORGANIZER", "ATTENDEE"),
)


@dataclass(slots=True)
class _Survey:
    """What must be known of the whole calendar before its first meeting is told."""

    any: bool = False
    name: str = ""
    cancels: bool = False
    floating: tzinfo = UTC
    zones: dict[str, tzinfo] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    seen: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    meetings: int = 0
    changes: Changes = field(default_factory=Changes)


@dataclass(slots=True)
class _Count:
    """What was told and passed over so far."""

    events: int = 0
    troubles: int = 0
    passed: Counter[str] = field(default_factory=Counter)


def read(
    path: Path,
    *,
    now: datetime,
    mine: frozenset[str] = frozenset(),
    until: datetime | None = None,
) -> Iterator[Piece]:
    """The meetings of the last five years up to `now` (or `until`, for what is planned), in the
    order of the file, which is read twice.

    First `Owner`, when the calendar tells whose it is; where `mine` is empty it stands for it.
    Each occurrence of a repeating meeting is one event, the last 500 of a series, MOST in all;
    its key is the UID and when that occurrence was planned. Whole days, and times without a zone,
    are in the calendar's zone, else in that of `now`; a whole day stands at its noon. A change of
    "this and all that follow" moves all later ones, which keep the keys they were planned with."""
    effort = Effort()
    survey = _surveyed(path, now, effort)
    if not survey.any:
        yield Trouble("no-calendar", "")
        return
    owner = told_owner(survey.name, survey.seen, survey.meetings)
    if owner:
        yield Owner(survey.names.get(owner, ""), (Reach(Way.MAIL, owner),))
    mine = mine or frozenset({owner} - {""})
    span = Span(now - WINDOW, until or now)
    count = _Count()
    total, last = path.stat().st_size, 0
    for block in blocks(path, ("VEVENT",), _WANTED):
        if block.kind == "VEVENT" and not survey.cancels:
            yield from _block(block, survey, mine, span, effort, count)
        if block.end - last >= _EVERY:
            last = block.end
            yield Progress(last, total)
    yield Progress(total, total)
    for code, number in sorted(count.passed.items()):
        yield Trouble(code, "", (("count", number),))


def _surveyed(path: Path, now: datetime, effort: Effort) -> _Survey:
    survey = _Survey(floating=now.tzinfo or UTC)
    zone_name = ""
    for block in blocks(path, ("VEVENT", "VTIMEZONE"), _WANTED):
        told = fields(block.lines)
        survey.any = survey.any or block.kind != "VCALENDAR"
        if block.kind == "VTIMEZONE":
            if block.whole and len(survey.zones) < _ZONES:
                one = defined(block, now=now, effort=effort)
                survey.zones.update([one] if one else [])
        elif block.kind == "VEVENT":
            _look(told, survey, now)
        elif "X-WR-CALNAME" in told:
            survey.name = survey.name or told["X-WR-CALNAME"][0].text
            survey.any = True
        elif "X-WR-TIMEZONE" in told:
            zone_name = told["X-WR-TIMEZONE"][0].value
        elif "METHOD" in told:
            survey.any = True
            survey.cancels = told["METHOD"][0].value.strip().upper() == "CANCEL"
    survey.floating = (zone(zone_name, survey.zones) if zone_name else None) or survey.floating
    return survey


def _look(told: Fields, survey: _Survey, now: datetime) -> None:
    """Counts whose calendar it may be, and marks the occurrences that were moved."""
    people = guests(told)
    if people:
        survey.meetings += 1
        survey.seen.update(guest.mail for guest in people)
        for guest in people:
            if guest.name and len(survey.names) < 20_000:
                survey.names.setdefault(guest.mail, guest.name)
        if len(survey.seen) > 50_000:
            survey.seen = Counter(dict(survey.seen.most_common(10_000)))
    if "RECURRENCE-ID" in told:
        _look_at_change(told, survey, now)
    elif ("RRULE" in told or "RDATE" in told) and len(survey.changes.series) < _SERIES:
        survey.changes.series.add(Meeting(told, now, survey.zones, survey.floating).uid)


def _look_at_change(told: Fields, survey: _Survey, now: datetime) -> None:
    """One occurrence that is told by itself, or one from which all are told otherwise."""
    begins = told.get("DTSTART", ())
    first = moment(begins[0], survey.zones, survey.floating) if begins else None
    meeting = Meeting(told, first or now, survey.zones, survey.floating)
    if first is not None and survey.changes.add(meeting):
        return
    if len(survey.moved) < _SERIES:
        survey.moved.add(meeting.moved())


def _block(
    block: Block,
    survey: _Survey,
    mine: frozenset[str],
    span: Span,
    effort: Effort,
    count: _Count,
) -> Iterator[Piece]:
    """What one component tells: the events of a meeting, or why there are none."""
    told = fields(block.lines)
    begins = told.get("DTSTART", ())
    first = moment(begins[0], survey.zones, survey.floating) if begins else None
    if first is None or not block.whole:
        yield from _trouble("calendar-unreadable", block, count)
        return
    meeting = Meeting(told, first, survey.zones, survey.floating)
    if survey.changes.tell(meeting):
        return
    if changes := survey.changes.of(meeting):
        yield from _changed(meeting, changes, survey, mine, span, effort, count)
        return
    people = _others(told, mine, count)
    if not people:
        return
    found = starts(meeting, span, effort, survey.moved)
    if found.odd:
        yield from _trouble("calendar-repeats", block, count)
    for at in found.moments:
        yield from _tell(_event(told, meeting.key(at), at, people), count)


def _tell(event: Event, count: _Count) -> Iterator[Event]:
    if count.events >= MOST:
        count.passed["calendar-too-many"] += 1
    else:
        yield event
        count.events += 1


def _changed(
    meeting: Meeting,
    changes: list[Change],
    survey: _Survey,
    mine: frozenset[str],
    span: Span,
    effort: Effort,
    count: _Count,
) -> Iterator[Piece]:
    """A series of which from some occurrence on everything is otherwise: each occurrence as the
    change in force tells it."""
    people = {id(one): _others(one.meeting.told, mine, count) for one in changes}
    before = _others(meeting.told, mine, count)
    found = starts(meeting, wider(span, changes), effort, survey.moved)
    for planned in found.moments:
        change = in_force(changes, planned)
        at = change.shifted(planned) if change else planned
        told = change.meeting.told if change else meeting.told
        with_whom = people[id(change)] if change else before
        if with_whom and span.holds(at) and meeting.mark(at) not in survey.moved:
            yield from _tell(_event(told, meeting.key(planned), at, with_whom), count)


def _trouble(code: str, block: Block, count: _Count) -> Iterator[Trouble]:
    count.troubles += 1
    if count.troubles <= TOLD:
        yield Trouble(code, f"line {block.line}")
    else:
        count.passed[code] += 1


def _others(told: Fields, mine: frozenset[str], count: _Count) -> list[Guest]:
    """Who took part beside the owner; nobody where the meeting does not count."""
    status = next((one.value.strip().upper() for one in told.get("STATUS", ())), "")
    people = guests(told)
    if status == "CANCELLED" or not people:
        return []
    own = [guest for guest in people if guest.mail in mine]
    if any(guest.declined for guest in own):
        return []
    others = [guest for guest in people if guest.mail not in mine and not guest.declined]
    if mine and not own:
        count.passed["calendar-not-yours"] += 1
        return []
    if len(others) + len(own) > GATHERING:
        count.passed["calendar-gathering"] += 1
        return []
    return others


def _event(told: Fields, key: str, at: datetime, people: list[Guest]) -> Event:
    subject = next((one.text for one in told.get("SUMMARY", ())), "")
    place = next((one.text for one in told.get("LOCATION", ())), "")
    return Event(
        key=key, at=at, kind="met", direction="both", channel="calendar",
        people=tuple(Reach(Way.MAIL, guest.mail) for guest in people),
        names=tuple(guest.name for guest in people),
        place=content.line(place, 200), subject=content.line(subject, 300),
    )  # fmt: skip
