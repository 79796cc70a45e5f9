"""Who hears what a topic meets: its owner, or, of a team's topic, one reader after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from merkwerk.accounts.models import Colleague, works_here
from merkwerk.connectors.values import Audience
from merkwerk.listening.models import Topic, TopicReader
from merkwerk.networks.models import Post, Sighting

TURN = timedelta(days=2)
"""So long a post waits with one reader before the next one gets it."""


def _reading() -> QuerySet[TopicReader]:
    """Who reads a team's topic along, works here, and is of that team or made the topic: who went
    to another department keeps the row, and hears nothing."""
    of_the_team = Q(colleague__profile__department=F("topic__team"))
    return TopicReader.objects.filter(
        of_the_team | Q(colleague=F("topic__colleague")),
        works_here("colleague"),
        topic__team__isnull=False,
    )


def heard_by(by: Colleague) -> Q:
    """The topics that `by` hears: own ones, and those of a team that they read along with. A
    team's topic that nobody reads is its owner's."""
    readers = _reading().filter(topic=OuterRef("pk"))
    alone = Q(team=None) | ~Exists(readers)
    return (alone & Q(colleague=by)) | Q(Exists(readers.filter(colleague=by)))


def readers_of(topics: Iterable[int]) -> dict[int, list[int]]:
    """For each of these topics who reads along and works here, in ascending order; one query."""
    found: dict[int, list[int]] = defaultdict(list)
    reading = _reading().filter(topic__in=topics)
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


def receivers(posts: Iterable[Post]) -> dict[int, set[int]]:
    """For each post that is not for everybody, or not to be searched, the colleagues whose own
    source brought it. Needs `identity` to be loaded."""
    special = [post.pk for post in posts if is_special(post)]
    found: dict[int, set[int]] = defaultdict(set)
    if special:
        seen = Sighting.objects.filter(post__in=special, source__account__isnull=False)
        for post, colleague in seen.values_list("post", "source__account__colleague"):
            found[post].add(colleague)
    return found


def is_special(post: Post) -> bool:
    """Whether not everybody may hear it in full."""
    return post.audience != Audience.PUBLIC or not post.identity.indexable


def among(*, post: Post, readers: Sequence[int], received: Collection[int]) -> Sequence[int]:
    """The readers among whom a post is divided: of a letter, and of somebody who does not want to
    be searched, those whose own source brought it. A letter that none of them got is for none."""
    if not is_special(post):
        return readers
    own = [reader for reader in readers if reader in received]
    return own if own or post.audience != Audience.PUBLIC else readers


def may_hear(
    owners: Mapping[int, int], readers: Mapping[int, Sequence[int]]
) -> dict[int, set[int]]:
    """Every colleague who hears a topic, whoever's turn it is: its readers, else its owner."""
    return {topic: set(readers.get(topic, ())) or {owner} for topic, owner in owners.items()}


def own_topics(*, by: Colleague, topic: Topic | None = None) -> dict[int, Topic]:
    """The topics that `by` hears now, by number; only one of them when it is named."""
    awake = Topic.objects.awake().filter(heard_by(by))
    if topic is not None:
        awake = awake.filter(pk=topic.pk)
    return {one.pk: one for one in awake}
