"""All topics that hear, compiled, in the memory of this process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any, NamedTuple

from django.db.models import Count, Max, Sum
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.topics import Listened, Matcher
from merkwerk.listening.actions.ears import query_of
from merkwerk.listening.models import Topic
from merkwerk.listening.models.topics import Topics

LATE = timedelta(minutes=1)
"""A change may be committed so long after the moment that stands with it."""
WHOLE_LOOK = timedelta(minutes=10)


class Ear(NamedTuple):
    """What is known of a topic beside its query."""

    changed: datetime
    owner: int
    name: str
    team: int | None
    quiet_from: Any
    quiet_until: Any

    def is_quiet(self, now: datetime) -> bool:
        if self.quiet_from is None:
            return False
        return Topic(quiet_from=self.quiet_from, quiet_until=self.quiet_until).is_quiet(now)


class Stamp(NamedTuple):
    """What tells that a look at changed topics alone is not enough."""

    day: date
    colleagues: int
    sum_of_colleagues: int


@dataclass
class Listener:
    """Follows the table of topics: what changed is added and removed, nothing is built anew. One
    thread at a time."""

    matcher: Matcher = field(default_factory=Matcher)
    ears: dict[int, Ear] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    stamp: Stamp | None = None
    changed: datetime | None = None
    looked: datetime | None = None
    recent: tuple[object, ...] = ()
    """What the lately changed topics added up to at the last look."""
    changes: int = 0
    """How often something was added or removed: what was heard before may be otherwise now."""
    lock: Lock = field(default_factory=Lock)

    def match(self, posts: Sequence[Listened]) -> list[tuple[int, ...]]:
        """For each post the topics it meets, as the table of topics stands now."""
        with self.lock:
            self._follow(timezone.now())
            return list(self.matcher.match(posts))

    def follow(self) -> None:
        """Takes over every change of topics, without hearing anything."""
        with self.lock:
            self._follow(timezone.now())

    def _follow(self, now: datetime) -> None:
        stamp = _stamp(now)
        if stamp != self.stamp or self.looked is None or now - self.looked > WHOLE_LOOK:
            self._look_whole(stamp, now)
            return
        since = (self.changed or now) - LATE
        recent = Topic.objects.filter(changed__gte=since)
        facts = (since, *recent.aggregate(Count("pk"), Max("changed"), Sum("version")).values())
        if facts != self.recent:
            self._look_at(recent, since)
            self.recent = facts
        if Topic.objects.count() != len(self.known):
            self._look_whole(stamp, now)

    def _look_at(self, recent: Topics, since: datetime) -> None:
        seen = dict(recent.order_by().values_list("pk", "changed"))
        if any(self._is_news(pk, at) for pk, at in seen.items()):
            awake = list(Topic.objects.awake().filter(changed__gte=since))
            self._take(awake)
            self._drop(seen.keys() - {topic.pk for topic in awake})
        self.known |= seen.keys()

    def _look_whole(self, stamp: Stamp, now: datetime) -> None:
        self.known = set(Topic.objects.order_by().values_list("pk", flat=True))
        awake = Topic.objects.awake().order_by()
        rows = dict(awake.values_list("pk", "changed"))
        fresh = [pk for pk, at in rows.items() if self._is_news(pk, at)]
        if len(fresh) > 500:
            self._take(awake.iterator(2_000))
        elif fresh:
            self._take(awake.filter(pk__in=fresh))
        self._drop(self.ears.keys() - rows.keys())
        self.stamp, self.looked = stamp, now

    def _is_news(self, pk: int, changed: datetime) -> bool:
        return pk not in self.ears or self.ears[pk].changed != changed

    def _take(self, topics: Iterable[Topic]) -> None:
        for topic in topics:
            self.changed = max(topic.changed, self.changed or topic.changed)
            if self._is_news(topic.pk, topic.changed):
                query = query_of(topic)
                self.changes += 1
                if query is None:
                    self.matcher.remove(topic.pk)
                else:
                    self.matcher.add(topic.pk, query)
            self.ears[topic.pk] = Ear(
                topic.changed,
                topic.colleague_id,
                topic.name,
                topic.team_id,
                topic.quiet_from,
                topic.quiet_until,
            )

    def _drop(self, gone: Iterable[int]) -> None:
        for pk in list(gone):
            self.changes += 1
            self.matcher.remove(pk)
            self.ears.pop(pk, None)


def _stamp(now: datetime) -> Stamp:
    here = Colleague.objects.here()
    facts = here.aggregate(many=Count("pk"), sum=Sum("pk"))
    return Stamp(timezone.localdate(now), facts["many"], facts["sum"] or 0)


_listener = Listener()


def listener() -> Listener:
    """The one listener of this process. Pages don't need it: it is large."""
    return _listener
