"""What there is to read, by reason and not by volume: whom a colleague meant for you, whom you
know, what you could answer, and then what is said about each of your topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from merkwerk.accounts.models import Colleague
from merkwerk.listening.actions.queue import Found, to_read
from merkwerk.listening.actions.sharpening import Order, order_of
from merkwerk.listening.models import PassedPost, Reading, Topic
from merkwerk.networks.models import Message, Post
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Relationship

PASSED_LASTS = timedelta(days=30)
"""What was passed on longer ago has been read, or not."""


class Why(StrEnum):
    """Why something is here to read, the strongest reason first."""

    PASSED = "passed"
    KNOWN = "known"
    ASKS = "asks"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Item:
    """One post to read. `echoes`: how many more people say or share the same."""

    post: Post
    why: Why
    topics: tuple[Topic, ...] = ()
    echoes: int = 0
    asks: bool = False
    relationship: Relationship | None = None
    passed: PassedPost | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Everything with one reason; each topic is a reason of its own."""

    why: Why
    topic: Topic | None
    items: tuple[Item, ...]

    @property
    def key(self) -> str:
        """The group's word in an address."""
        return f"topic-{self.topic.pk}" if self.topic else str(self.why)

    @property
    def people(self) -> int:
        """How many people speak in it."""
        return len({item.post.identity_id for item in self.items})


def by_reason(*, by: Colleague, now: datetime, topic: Topic | None = None) -> tuple[Group, ...]:
    """What `by` has to read, each post once, under its strongest reason; of one topic alone when it
    is given. Read only; the number of queries does not grow with what there is."""
    found = {one.post.pk: one for one in to_read(by=by, now=now, topic=topic)}
    passed = {} if topic else _passed(by, now)
    for pk, one in passed.items():
        found.setdefault(pk, Found(post=one.post, topics=()))
    known = known_people(posts=[one.post for one in found.values()], by=by)
    answered = _answered(found)
    items = [
        Item(
            post=one.post,
            why=_why(one, passed, known, answered),
            topics=one.topics,
            echoes=one.echoes,
            asks=one.asks,
            relationship=known.get(one.post.identity_id),
            passed=passed.get(pk),
        )
        for pk, one in found.items()
    ]
    return _grouped(items, order_of(topics={topic for item in items for topic in item.topics}))


def in_order(groups: Iterable[Group]) -> list[Item]:
    """All items, as one reads them."""
    return [item for group in groups for item in group.items]


def _passed(by: Colleague, now: datetime) -> dict[int, PassedPost]:
    """What colleagues passed on to `by` that waits to be read, by post."""
    meant = PassedPost.objects.filter(to=by, at__gt=now - PASSED_LASTS)
    settled = Reading.objects.filter(colleague=by).values("post")
    there = meant.filter(post__in=Post.objects.visible_to(by)).exclude(post__in=settled)
    rows = there.select_related("post__identity", "by").order_by("at")
    return {one.post_id: one for one in rows}


def known_people(*, posts: Iterable[Post], by: Colleague) -> dict[int, Relationship]:
    """The own relationships with who wrote these posts, by identity; costs two queries."""
    return relationships.known_people(by=by, identities={post.identity_id for post in posts})


def _answered(posts: Iterable[int]) -> set[int]:
    """Which of these posts one of us answered already."""
    told = Message.objects.published().filter(answers__in=list(posts))
    return set(told.values_list("answers", flat=True))


def _why(
    one: Found,
    passed: Mapping[int, PassedPost],
    known: Mapping[int, Relationship],
    answered: set[int],
) -> Why:
    if one.post.pk in passed:
        return Why.PASSED
    if one.post.identity_id in known:
        return Why.KNOWN
    return Why.ASKS if one.asks and one.post.pk not in answered else Why.TOPIC


def _grouped(items: Sequence[Item], order: Order) -> tuple[Group, ...]:
    """The groups in the order of their reasons; topics by name, each in the order that its words of
    doubt and its corrections give; everything else newest first."""
    found: dict[tuple[int, str, int], list[Item]] = defaultdict(list)
    topics = {topic.pk: topic for item in items for topic in item.topics}
    reasons = list(Why)
    for item in sorted(items, key=lambda item: item.post.written, reverse=True):
        first = min(item.topics, key=lambda topic: topic.name) if item.why == Why.TOPIC else None
        name, number = (first.name, first.pk) if first else ("", 0)
        found[reasons.index(item.why), name, number].append(item)
    groups = []
    for (why, _, number), rows in sorted(found.items()):
        topic = topics.get(number)
        ordered = _ordered(rows, topic, order) if topic else rows
        groups.append(Group(why=reasons[why], topic=topic, items=tuple(ordered)))
    return tuple(groups)


def _ordered(items: Sequence[Item], topic: Topic, order: Order) -> list[Item]:
    return sorted(items, key=lambda item: order(topic, item.post), reverse=True)
