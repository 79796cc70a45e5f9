"""How much is kept for a day of seven places. Where fifty thousand posts a day come in, most of
what strangers say about somebody's subjects is for reading, not for Today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncDate

from merkwerk.relationships.models import Belonging
from merkwerk.today.models import Occasion

ENOUGH = 15
"""So many occasions of one kind with people whom a colleague does not know, of what is said on
one day (UTC)."""
BELIEVED = timedelta(minutes=10)
MOST = 200_000


class Heard(NamedTuple):
    """A colleague would hear of somebody, for a kind of occasion."""

    colleague: int
    identity: int
    kind: str
    at: datetime

    @property
    def key(self) -> Key:
        return (self.colleague, self.kind, self.at.astimezone(UTC).date())


Key = tuple[int, str, date]


@dataclass
class Room:
    """How many each colleague got of each kind of each day, as far as this process knows. Where
    it seems full the database is asked; when it says so, that is believed for ten minutes."""

    counted: dict[Key, int] = field(default_factory=dict)
    full: dict[Key, datetime] = field(default_factory=dict)

    def has(self, heard: Sequence[Heard], now: datetime) -> list[bool]:
        """For each whether there is room; people whom the colleague knows always have it."""
        if len(self.counted) > MOST:
            self.counted, self.full = {}, {}
        known = _known({one.identity for one in heard})
        self._look(heard, now)
        kept = []
        for one in heard:
            they_know = (one.colleague, one.identity) in known
            fits = they_know or self.counted.get(one.key, 0) < ENOUGH
            if fits and not they_know:
                self.counted[one.key] = self.counted.get(one.key, 0) + 1
            kept.append(fits)
        return kept

    def _look(self, heard: Iterable[Heard], now: datetime) -> None:
        """Counts again where it seems to grow full, and wasn't asked lately."""
        wanted = Counter(one.key for one in heard)
        asked = [
            key
            for key, more in wanted.items()
            if self.counted.get(key, 0) + more > ENOUGH
            and abs(now - self.full.get(key, now - 2 * BELIEVED)) > BELIEVED
        ]
        if not asked:
            return
        there = _there(asked)
        for key in asked:
            self.counted[key] = there.get(key, 0)
            if self.counted[key] >= ENOUGH:
                self.full[key] = now


def _there(keys: Sequence[Key]) -> dict[Key, int]:
    """How many occasions there are, by colleague, kind and day."""
    days = [day for _, _, day in keys]
    rows = Occasion.objects.filter(
        colleague__in={colleague for colleague, _, _ in keys},
        kind__in={kind for _, kind, _ in keys},
        at__gte=datetime(min(days).year, min(days).month, min(days).day, tzinfo=UTC),
    )
    by_day = rows.order_by().annotate(day=TruncDate("at", tzinfo=UTC))
    counted = by_day.values("colleague", "kind", "day").annotate(many=Count("pk"))
    return {(row["colleague"], row["kind"], row["day"]): row["many"] for row in counted}


room = Room()


def _known(identities: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs of a colleague and one of these identities, whom they know."""
    known = Belonging.objects.filter(identity__in=identities, contact__relationships__isnull=False)
    return set(known.values_list("contact__relationships__colleague", "identity"))
