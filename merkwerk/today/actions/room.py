"""How much is kept for a day of seven places. Where fifty thousand posts a day come in, most of
what strangers say about somebody's subjects is for reading, not for Today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count

from merkwerk.relationships.models import Belonging
from merkwerk.today.models import Occasion

ENOUGH = 15
"""So many occasions of one kind a day with people whom a colleague does not know."""
DAY = timedelta(days=1)
BELIEVED = timedelta(minutes=10)

_Key = tuple[int, str]
Heard = tuple[int, int, str]
"""A colleague, the identity that spoke, and the kind of occasion that it would be."""


@dataclass
class Room:
    """How many each colleague got of each kind in a day, as far as this process knows. Where it
    seems full the database is asked; when it says so, that is believed for ten minutes."""

    counted: dict[_Key, int] = field(default_factory=dict)
    full: dict[_Key, datetime] = field(default_factory=dict)

    def has(self, heard: Sequence[Heard], now: datetime) -> list[bool]:
        """For each whether there is room; people whom the colleague knows always have it."""
        known = _known({identity for _, identity, _ in heard})
        self._look(heard, now)
        kept = []
        for colleague, identity, kind in heard:
            key = (colleague, kind)
            known_to_them = (colleague, identity) in known
            fits = known_to_them or self.counted.get(key, 0) < ENOUGH
            if fits and not known_to_them:
                self.counted[key] = self.counted.get(key, 0) + 1
            kept.append(fits)
        return kept

    def _look(self, heard: Iterable[Heard], now: datetime) -> None:
        """Counts again where it seems to grow full, and wasn't asked lately."""
        wanted = Counter((colleague, kind) for colleague, _, kind in heard)
        asked = [
            key
            for key, more in wanted.items()
            if self.counted.get(key, 0) + more > ENOUGH
            and abs(now - self.full.get(key, now - 2 * BELIEVED)) > BELIEVED
        ]
        if not asked:
            return
        there = Occasion.objects.filter(
            colleague__in={colleague for colleague, _ in asked},
            kind__in={kind for _, kind in asked},
            at__gt=now - DAY,
        )
        rows = there.order_by().values("colleague", "kind").annotate(many=Count("pk"))
        many = {(row["colleague"], row["kind"]): row["many"] for row in rows}
        for key in asked:
            self.counted[key] = many.get(key, 0)
            if self.counted[key] >= ENOUGH:
                self.full[key] = now


room = Room()


def _known(identities: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs of a colleague and one of these identities, whom they know."""
    known = Belonging.objects.filter(identity__in=identities, contact__relationships__isnull=False)
    return set(known.values_list("contact__relationships__colleague", "identity"))
