"""A moment from one sentence: "koffie met Joris over btw, dinsdag"."""

from __future__ import annotations

from dataclasses import dataclass
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
    """What became of a sentence: moments with who is certainly meant; or, when that isn't clear, a
    stray event to ask about, with `perhaps` whom it may be, the likeliest first."""

    told: jotting.Jotted
    moments: tuple[Moment, ...] = ()
    stray: StrayEvent | None = None
    perhaps: tuple[Relationship, ...] = ()

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
    name that fits two people, or nobody, is asked about instead of guessed. The same sentence at
    the same time, or the same `key`, notes it once. The sentence is kept whole, as the note; one
    about a time to come notes nothing. `at` is when a letter was written, from which "yesterday"
    is counted. Raises ValueError for an
    empty sentence."""
    sentence = " ".join(without_tricks(sentence).split())[:LONGEST]
    if not sentence:
        raise ValueError("there is nothing to note")
    zone = ZoneInfo(by.time_zone)
    told = jotting.jot(sentence, now=min(at or now, now).astimezone(zone))
    key = mark(colleague=by.pk, way="jot", value=key or f"{sentence} {told.at:%Y-%m-%d}")
    if at is None and any(part.code == "future" for part in told.because):
        return Jot(told)
    found = [(relationship, 1.0)] if relationship else _who(by, told)
    certain = [one for one, sure in found if sure >= CERTAIN]
    if certain and len(certain) <= max(1, len(told.people)):
        return Jot(told, tuple(_note(by, one, told, key, now) for one in certain))
    names = told.people or tuple(one.contact.name for one, _sure in found[:1])
    stray = _ask(by, told, names, key, now)
    return Jot(told, stray=stray, perhaps=tuple(one for one, _sure in found[:MOST_ASKED]))


def perhaps(*, by: Colleague, words: str) -> list[Relationship]:
    """Own relationships whose names hold these words, or one that tells, the warmest first."""
    found: dict[int, Relationship] = {}
    for text in [words, *filter(jotting.is_telling, words.split()[:MOST_ASKED])]:
        if len(text) > 1:
            rows = find(by=by, text=text).select_related("contact").order_by("-warmth", "pk")
            found |= {row.pk: row for row in rows[:MOST_SHOWN] if row.pk not in found}
    return list(found.values())[:MOST_SHOWN]


def _who(by: Colleague, told: jotting.Jotted) -> list[tuple[Relationship, float]]:
    """The own relationships that the sentence may mean, the likeliest first."""
    rows = Relationship.objects.visible_to(by).values_list(
        "pk", "contact__name", "contact__organisation"
    )
    names = [(str(pk), name, organisation) for pk, name, organisation in rows.order_by("-warmth")]
    read = jotting.who(told, names) or jotting.mentioned(told.text, names)
    meant = {int(key): sure for key, sure in read}
    people = Relationship.objects.visible_to(by).select_related("contact").in_bulk(list(meant))
    return [(people[pk], sure) for pk, sure in meant.items() if pk in people]


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
) -> StrayEvent | None:
    event = Event(
        key=f"jot:{key}",
        at=told.at,
        kind=told.kind,
        direction=told.direction,
        channel=told.channel or "hand",
        people=(),
        names=names,
        place=told.place,
        subject=told.text,
    )
    note_events(by=by, events=[event], now=now, stray=True)
    return StrayEvent.objects.visible_to(by).filter(key=event_key(by, event)).first()
