"""A moment from one sentence: "koffie met Joris over btw, dinsdag"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.exports.values import Event
from merkwerk.engine import jotting
from merkwerk.engine.text import without_tricks
from merkwerk.relationships.actions.eventing import event_key, note_events
from merkwerk.relationships.actions.keeping import find
from merkwerk.relationships.actions.marks import mark
from merkwerk.relationships.actions.moments import note_moment
from merkwerk.relationships.models import Moment, Relationship, StrayEvent

LONGEST = 1000
CERTAIN = 0.8
MOST_ASKED = 6
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Jot:
    """What became of a sentence: moments with who is certainly meant, and for each name of which
    it isn't clear a stray event to ask about, with `perhaps` whom the first may be, the likeliest
    first."""

    told: jotting.Jotted
    moments: tuple[Moment, ...] = ()
    strays: tuple[StrayEvent, ...] = ()
    perhaps: tuple[Relationship, ...] = ()

    @property
    def stray(self) -> StrayEvent | None:
        """The first to ask about."""
        return next(iter(self.strays), None)

    @property
    def is_to_come(self) -> bool:
        """It names a time to come, so that nothing was noted yet."""
        return not self.moments and self.stray is None


def jot(
    *,
    by: Colleague,
    sentence: str,
    now: datetime,
    key: str = "",
    at: datetime | None = None,
    relationship: Relationship | None = None,
) -> Jot:
    """Notes what one sentence says. With whom is read from it, unless a `relationship` is given; a
    name that fits two people, or nobody, is asked about instead of guessed, each by itself, while
    it is noted with the others. The same sentence at the same time, or the same `key`, notes it
    once. The sentence is kept whole, as the note; one about a time to come notes nothing. `at` is
    when a letter was written, from which "yesterday" is counted. Raises ValueError for an empty
    sentence."""
    sentence = " ".join(without_tricks(sentence).split())[:LONGEST]
    if not sentence:
        raise ValueError("there is nothing to note")
    zone = ZoneInfo(by.time_zone)
    told = jotting.jot(sentence, now=min(at or now, now).astimezone(zone))
    key = mark(colleague=by.pk, way="jot", value=key or f"{sentence} {told.at:%Y-%m-%d}")
    if at is None and any(part.code == "future" for part in told.because):
        return Jot(told)
    if relationship:
        return Jot(told, (_note(by, relationship, told, key, now),))
    certain, unclear, found = _with_whom(by, told)
    noted = tuple(_note(by, one, told, key, now) for one in certain)
    if noted and not unclear:
        return Jot(told, noted)
    names = unclear or tuple(one.contact.name for one in found[:1])
    strays = _ask(by, told, names, key, now)
    return Jot(told, noted, strays, perhaps=tuple(found[:MOST_ASKED]))


def perhaps(*, by: Colleague, words: str) -> list[Relationship]:
    """Own relationships whose names hold these words, or one that tells, the warmest first."""
    found: dict[int, Relationship] = {}
    for text in [words, *filter(jotting.is_telling, words.split()[:MOST_ASKED])]:
        if len(text) > 1:
            rows = find(by=by, text=text).select_related("contact").order_by("-warmth", "pk")
            found |= {row.pk: row for row in rows[:MOST_SHOWN] if row.pk not in found}
    return list(found.values())[:MOST_SHOWN]


def _with_whom(
    by: Colleague, told: jotting.Jotted
) -> tuple[list[Relationship], tuple[str, ...], list[Relationship]]:
    """The own relationships that are certainly meant, the names of which it isn't clear whose they
    are, and all that may be meant, the likeliest first."""
    rows = Relationship.objects.visible_to(by).values_list(
        "pk", "contact__name", "contact__organisation"
    )
    names = [(str(pk), name, organisation) for pk, name, organisation in rows.order_by("-warmth")]
    by_name = {one: jotting.who(replace(told, people=(one,)), names) for one in told.people}
    read = [pair for pairs in by_name.values() for pair in pairs]
    sure = {one: _only(pairs) for one, pairs in by_name.items()}
    certain = [key for key in sure.values() if key]
    unclear = tuple(one for one, key in sure.items() if not key)
    if not read:
        read = list(jotting.mentioned(told.text, names))
        certain = [key for key, certainty in read if certainty >= CERTAIN]
        many = len(certain) > max(1, len(told.people))
        certain = [] if many else certain
        unclear = tuple(one for one in unclear if not certain or one[:1].isupper())
    likely = sorted(read, key=lambda pair: -pair[1])
    meant = list(dict.fromkeys(int(key) for key, _certainty in likely))
    people = Relationship.objects.visible_to(by).select_related("contact").in_bulk(meant)
    own = dict.fromkeys(int(key) for key in certain)
    found = [people[pk] for pk in meant if pk in people]
    return [people[pk] for pk in own if pk in people], unclear, found


def _only(pairs: Sequence[tuple[str, float]]) -> str:
    """Who is certainly meant by one name, or ""."""
    certain = [key for key, certainty in pairs if certainty >= CERTAIN]
    return certain[0] if len(certain) == 1 else ""


def _note(
    by: Colleague, relationship: Relationship, told: jotting.Jotted, key: str, now: datetime
) -> Moment:
    kind = told.kind if told.kind in Moment.Kind.values else Moment.Kind.OTHER
    return note_moment(
        by=by,
        relationship=relationship,
        kind=kind,
        at=told.at,
        direction=told.direction,
        channel=told.channel or "hand",
        place=told.place,
        note=told.text,
        given=told.given,
        asked=told.asked,
        key=key,
        now=now,
    )


def _ask(
    by: Colleague, told: jotting.Jotted, names: tuple[str, ...], key: str, now: datetime
) -> tuple[StrayEvent, ...]:
    """Asks about each name by itself, so that no answer takes the others along."""
    if len(names) < 2:
        events = [_event(told, names, f"jot:{key}")]
    else:
        events = [_event(told, (one,), f"jot:{key}:{one}") for one in names]
    note_events(by=by, events=events, now=now, stray=True)
    keys = [event_key(by, event) for event in events]
    found = {one.key: one for one in StrayEvent.objects.visible_to(by).filter(key__in=keys)}
    return tuple(found[key] for key in keys if key in found)


def _event(told: jotting.Jotted, names: tuple[str, ...], key: str) -> Event:
    return Event(
        key=key,
        at=told.at,
        kind=told.kind,
        direction=told.direction,
        channel=told.channel or "hand",
        people=(),
        names=names,
        place=told.place,
        subject=told.text,
    )
