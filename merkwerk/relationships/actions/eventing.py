"""What came in from outside the networks (letters, meetings, calls, files) becomes moments."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.exports.values import Event, Reach, Way
from merkwerk.engine.text import without_tricks
from merkwerk.relationships.actions.addresses import add_address, find_people
from merkwerk.relationships.actions.contacts import line
from merkwerk.relationships.actions.joining import join
from merkwerk.relationships.actions.marks import mark
from merkwerk.relationships.actions.reckoning import reckon_these
from merkwerk.relationships.models import Import, Moment, Relationship, StrayEvent

A_BATCH = 500
NOBODY = Reach(Way.MAIL, "")
MOST_STRAYS = 500
"""Of one colleague at a time: more is a file to import, not a question to answer."""


def event_key(by: Colleague, event: Event) -> str:
    """The key of the moment that an event becomes: the same each time, and telling nothing."""
    return f"{line(event.channel, 20)}:{mark(colleague=by.pk, way='event', value=event.key)}"


def note_events(
    *,
    by: Colleague,
    events: Sequence[Event],
    now: datetime,
    people: Mapping[Reach, Relationship] | None = None,
    imported: Import | None = None,
    stray: bool = False,
) -> int:
    """Notes a moment with each known person of each event, once however often it comes. With
    `stray` an event with nobody known is kept, so that the colleague can say with whom it was.
    `people` spares the look-up. Times after `now` count as now. Answers how many are new."""
    made = 0
    for start in range(0, len(events), A_BATCH):
        some = events[start : start + A_BATCH]
        reaches = [reach for event in some for reach in event.people]
        known = people if people is not None else find_people(by=by, reaches=reaches)
        made += _note(by, some, known, imported, now)
        if stray:
            _keep(by, [event for event in some if not _with(event, known)], now)
    return made


def _with(event: Event, known: Mapping[Reach, Relationship]) -> dict[int, Relationship]:
    found = (known.get(reach) for reach in event.people)
    return {one.pk: one for one in found if one is not None}


def _note(
    by: Colleague,
    events: Sequence[Event],
    known: Mapping[Reach, Relationship],
    imported: Import | None,
    now: datetime,
) -> int:
    wanted: dict[tuple[int, str], Event] = {}
    for event in events:
        key = event_key(by, event)
        wanted |= {(number, key): event for number in _with(event, known)}
    if not wanted:
        return 0
    with transaction.atomic():
        there = Moment.objects.filter(
            relationship__in={number for number, _key in wanted},
            key__in={key for _number, key in wanted},
        ).order_by()
        new = sorted(wanted.keys() - set(there.values_list("relationship", "key")))
        Moment.objects.bulk_create(
            [_moment(number, key, wanted[number, key], imported, now) for number, key in new],
            ignore_conflicts=True,
        )
        touched = Relationship.objects.filter(pk__in={number for number, _key in new})
        reckon_these(relationships=list(touched.order_by("pk")), now=now)
    return len(new)


def _moment(number: int, key: str, event: Event, imported: Import | None, now: datetime) -> Moment:
    kinds, ways = Moment.Kind.values, Moment.Direction.values
    return Moment(
        relationship_id=number,
        kind=event.kind if event.kind in kinds else Moment.Kind.OTHER,
        direction=event.direction if event.direction in ways else Moment.Direction.BOTH,
        at=min(event.at, now),
        channel=line(event.channel, 20),
        place=line(event.place, 120),
        note=without_tricks("\n\n".join(text for text in (event.subject, event.words) if text)),
        given=without_tricks(event.given),
        asked=without_tricks(event.asked),
        key=key,
        imported=imported,
    )


def _keep(by: Colleague, events: Sequence[Event], now: datetime) -> None:
    room = MOST_STRAYS - StrayEvent.objects.visible_to(by).count()
    rows = [
        StrayEvent(
            colleague=by,
            event=pack(event),
            key=event_key(by, event),
            at=min(event.at, now),
            channel=line(event.channel, 20),
        )
        for event in events
        if event.people or event.names or event.subject
    ]
    StrayEvent.objects.bulk_create(rows[: max(0, room)], ignore_conflicts=True)


def pack(event: Event) -> str:
    """An event as JSON; `unpack` gives it back."""
    return json.dumps({**asdict(event), "at": event.at.isoformat()})


def unpack(text: str) -> Event:
    """The event that `pack` wrote down."""
    told: dict[str, Any] = json.loads(text)
    people = tuple(Reach(**{**one, "way": Way(one["way"])}) for one in told["people"])
    return Event(
        **{
            **told,
            "at": datetime.fromisoformat(told["at"]),
            "people": people,
            "names": tuple(told["names"]),
        }
    )


def claim_stray(
    *,
    stray: StrayEvent,
    by: Colleague,
    relationship: Relationship,
    now: datetime,
    person: int = 0,
) -> Moment:
    """Says with whom something was; `person` tells which of several people in it that is. The
    moment is noted, their address or handle is written down, and what else stood waiting from it
    goes along."""
    if stray.colleague_id != by.pk or relationship.colleague_id != by.pk:
        raise StrayEvent.DoesNotExist
    event = unpack(stray.event)
    with transaction.atomic():
        reach = event.people[person] if person < len(event.people) else NOBODY
        if reach is not NOBODY:
            _write_down(reach, relationship, by)
        told = replace(event, people=(reach,))
        note_events(by=by, events=[told], now=now, people={reach: relationship})
        stray.delete()
        settle_strays(by=by, now=now)
    return Moment.objects.get(relationship=relationship, key=event_key(by, event))


def _write_down(reach: Reach, relationship: Relationship, by: Colleague) -> None:
    if reach.way is Way.HANDLE:
        join(relationship=relationship, by=by, handle=reach.value)
    else:
        add_address(relationship=relationship, by=by, way=reach.way, value=reach.value)


def settle_strays(*, by: Colleague, now: datetime) -> int:
    """Notes what stood waiting and is with somebody known by now. Answers how many."""
    waiting = {stray.pk: unpack(stray.event) for stray in StrayEvent.objects.visible_to(by)}
    reaches = [reach for event in waiting.values() for reach in event.people]
    known = find_people(by=by, reaches=reaches)
    settled = {pk: event for pk, event in waiting.items() if _with(event, known)}
    note_events(by=by, events=list(settled.values()), now=now, people=known)
    StrayEvent.objects.filter(pk__in=settled).delete()
    return len(settled)


def strays(*, by: Colleague, most: int = 20) -> Iterator[tuple[StrayEvent, Event]]:
    """What waits to be told with whom it was, newest first."""
    for stray in StrayEvent.objects.visible_to(by)[:most]:
        yield stray, unpack(stray.event)


def drop_stray(*, stray: StrayEvent, by: Colleague) -> None:
    """It was nothing between two people."""
    if stray.colleague_id != by.pk:
        raise StrayEvent.DoesNotExist
    stray.delete()
