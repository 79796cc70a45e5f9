"""What a file tells of moments, counted by person while it streams by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from merkwerk.connectors.exports.values import Card, Event, Reach, Way

MOST_PEOPLE = 20_000
Name = tuple[str, str, str]
"""Way, network and value: by which a person is found in one file."""


@dataclass(slots=True)
class Tally:
    """How often, from when to when, in which directions; `name` as they were called."""

    reach: Reach
    name: str = ""
    kinds: Counter[str] = field(default_factory=Counter)
    directions: set[str] = field(default_factory=set)
    first: datetime | None = None
    last: datetime | None = None

    def add(self, event: Event) -> None:
        self.kinds[event.kind] += 1
        self.directions.add(event.direction)
        self.first = min(self.first or event.at, event.at)
        self.last = max(self.last or event.at, event.at)

    def take_in(self, other: Tally) -> None:
        """What another address of the same person brought."""
        self.kinds += other.kinds
        self.directions |= other.directions
        self.first = min(filter(None, (self.first, other.first)), default=None)
        self.last = max(filter(None, (self.last, other.last)), default=None)

    @property
    def both_ways(self) -> bool:
        """Whether they met, or each wrote to the other: more than a name in a head."""
        return "both" in self.directions or self.directions >= {"ours", "theirs"}

    def facts(self) -> dict[str, Any]:
        return dict(self.kinds)


def name_of(reach: Reach) -> Name:
    """By what somebody is found within one file."""
    return reach.way.value, reach.network, reach.value.lower()


@dataclass(slots=True)
class Tallies:
    """All of a file: by address, and by the card that an event names."""

    people: dict[Name, Tally] = field(default_factory=dict)
    cards: dict[str, Tally] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, event: Event) -> None:
        self.kinds[event.kind] += 1
        if event.card:
            nobody = Reach(Way.SITE, "")
            self.cards.setdefault(event.card, Tally(nobody)).add(event)
            return
        names = (*event.names, *[""] * len(event.people))
        for reach, name in zip(event.people, names, strict=False):
            found = self.people.get(name_of(reach))
            if found is None:
                if len(self.people) >= 10 * MOST_PEOPLE:
                    continue
                found = self.people[name_of(reach)] = Tally(reach, name)
            found.name = found.name or name
            found.add(event)

    def take(self, card: Card) -> Tally | None:
        """All that is about this card, which is then nobody else's."""
        whole = self.cards.pop(card.key, None)
        for reach in card.reaches:
            more = self.people.pop(name_of(reach), None)
            if more is not None and whole is not None:
                whole.take_in(more)
            whole = whole or more
        return whole

    def rest(self) -> Iterator[Tally]:
        """Who has moments but no card, the most frequent first."""
        by_count = sorted(self.people.values(), key=lambda one: -one.kinds.total())
        yield from by_count[:MOST_PEOPLE]
