"""Who hears what a topic meets: its owner, or, of a team's topic, one reader after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from django.db.models import Q

from merkwerk.accounts.models import Colleague
from merkwerk.listening.models import Topic, TopicReader
from merkwerk.networks.models import Post

TURN = timedelta(days=2)
"""So long a post waits with one reader before the next one gets it."""


def heard_by(by: Colleague) -> Q:
    """The topics that `by` hears: own ones, and those of a team that they read along with. A
    team's topic that nobody reads is its owner's."""
    alone = Q(team=None) | Q(readers=None)
    return (alone & Q(colleague=by)) | (Q(team__isnull=False) & Q(readers__colleague=by))


def readers_of(topics: Iterable[int]) -> dict[int, list[int]]:
    """For each of these topics who reads along and works here, in ascending order; one query."""
    found: dict[int, list[int]] = defaultdict(list)
    reading = TopicReader.objects.filter(
        topic__in=topics,
        topic__team__isnull=False,
        colleague__is_active=True,
        colleague__left_at=None,
    )
    for topic, colleague in reading.order_by("colleague").values_list("topic", "colleague"):
        found[topic].append(colleague)
    return dict(found)


def turns(*, post: int, readers: Sequence[int]) -> list[int]:
    """The readers in the order in which a post is theirs: the same for every topic that it meets,
    spread evenly, and little changed when somebody joins or leaves (rendezvous hashing)."""
    return sorted(readers, key=lambda reader: (_weight(post, reader), reader))


def _weight(post: int, reader: int) -> bytes:
    return blake2b(f"{post}:{reader}".encode(), digest_size=8).digest()


def share_of(*, post: Post, readers: Sequence[int], now: datetime) -> int:
    """Whose turn it is to read a post, for one of several readers: the first for two days, then
    the next, while nobody touches it. Raises ValueError when nobody reads."""
    if not readers:
        raise ValueError("Nobody reads along.")
    passed = max((now - post.received) // TURN, 0)
    return turns(post=post.pk, readers=readers)[passed % len(readers)]


def may_hear(
    owners: Mapping[int, int], readers: Mapping[int, Sequence[int]]
) -> dict[int, set[int]]:
    """Every colleague who hears a topic, whoever's turn it is: its readers, else its owner."""
    return {topic: set(readers.get(topic, ())) or {owner} for topic, owner in owners.items()}


def own_topics(*, by: Colleague, topic: Topic | None = None) -> dict[int, Topic]:
    """The topics that `by` hears now, by number; only one of them when it is named."""
    awake = Topic.objects.awake().filter(heard_by(by)).distinct()
    if topic is not None:
        awake = awake.filter(pk=topic.pk)
    return {one.pk: one for one in awake}
