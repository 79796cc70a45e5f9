"""What a colleague has to read: one message by one person after another, the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import islice

from django.db.models import Q, QuerySet
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.questions import is_question
from merkwerk.engine.topics import Listened, Matcher, Query
from merkwerk.listening.actions import book
from merkwerk.listening.actions.ears import heard, query_of
from merkwerk.listening.actions.sharing import (
    among,
    own_topics,
    readers_of,
    receivers,
    share_of,
)
from merkwerk.listening.models import Claim, Echo, Mute, Reading, Topic
from merkwerk.networks.models import Post, Sighting

MOST = 200
LOOKED_THROUGH = 4_000
"""So many candidates are looked at together at most."""
LOOKED_AT = 8_000
"""So many posts that hold no longer, or say the same, are read before the rest is left for later:
a page has to come."""
SAID_AGAIN = (Echo.Kind.SAME_LINK, Echo.Kind.NEARLY)
MANY_TOPICS = 500
NEVER = 10**9
"""Pages ask for few topics at a time, and do without the compiled kernel: it is large."""


@dataclass(frozen=True)
class Found:
    """A post to read and the topics of the reader that it meets. `echoes`: how many more posts
    say or share the same, which stand behind this one."""

    post: Post
    topics: tuple[Topic, ...]
    echoes: int = 0

    @cached_property
    def asks(self) -> bool:
        """Whether it asks something."""
        return is_question(f"{self.post.title}\n{self.post.text}").asks


def to_read(
    *, by: Colleague, now: datetime | None = None, topic: Topic | None = None, most: int = MOST
) -> list[Found]:
    """At most `most` posts that `by` has still to read, the newest first, each with the topics it
    meets as both are now (edits and changed topics count); with `topic`, only of that one. Left
    out is what they may not see, wrote themselves, have done something with, muted, what a
    colleague has taken up, and of a team's topic what is another reader's. Of posts that say the
    same the first stands for all. After reading `LOOKED_AT` posts it stops, so that the work and
    the number of queries do not grow with the posts."""
    now = now or timezone.now()
    own = own_topics(by=by, topic=topic)
    candidates = book.newest(own)
    groups: dict[int, list[Found]] = defaultdict(list)
    size, looked = 2 * most, 0
    while len(groups) < most and looked < LOOKED_AT and (chunk := dict(islice(candidates, size))):
        said = _echoes(chunk)
        done = _settled({*chunk, *said.values()}, by)
        left = {pk: chunk[pk] for pk in chunk if pk not in done and said.get(pk) not in done}
        for found in _to_read(left, own, by, now):
            groups[said.get(found.post.pk, found.post.pk)].append(found)
        size, looked = min(2 * size, LOOKED_THROUGH), looked + len(left)
    firsts = [_first(group) for group in groups.values()]
    firsts.sort(key=lambda found: (found.post.written, found.post.pk), reverse=True)
    return firsts[:most]


def _first(group: list[Found]) -> Found:
    first = min(group, key=lambda found: found.post.pk)
    return replace(first, echoes=len(group) - 1)


def _echoes(posts: Iterable[int]) -> dict[int, int]:
    """Of each post that says what an earlier one said: that one."""
    said = Echo.objects.filter(post__in=list(posts), kind__in=SAID_AGAIN)
    return dict(said.values_list("post", "of"))


def _to_read(
    chunk: Mapping[int, tuple[int, ...]], own: Mapping[int, Topic], by: Colleague, now: datetime
) -> list[Found]:
    """The posts of a chunk that are left after everything that takes one out."""
    taken = Claim.objects.holding(now).filter(post__in=list(chunk)).exclude(colleague=by)
    there = (
        Post.objects.visible_to(by).filter(pk__in=list(chunk)).exclude(pk__in=taken.values("post"))
    )
    not_own = there.exclude(identity__connected_accounts__colleague=by)
    posts = list(not_own.select_related("identity").order_by("-pk"))
    topics = {pk: own[pk] for pk in {topic for post in posts for topic in chunk[post.pk]}}
    mine = _shares(posts, chunk, topics, by, now)
    muted = muted_among(posts)
    found = []
    for post, met in zip(posts, holding(posts=posts, topics=topics, by=by), strict=True):
        kept = tuple(
            topics[pk]
            for pk in met
            if pk in chunk[post.pk]
            and (pk, post.identity_id) not in muted
            and mine.get((post.pk, pk), True)
        )
        if kept:
            found.append(Found(post, kept))
    return found


def muted_among(posts: Iterable[Post]) -> set[tuple[int, int]]:
    """Who of the writers of these posts is left out of which topic: (topic, identity)."""
    silent = Mute.objects.filter(identity__in={post.identity_id for post in posts})
    return set(silent.values_list("topic", "identity"))


def _settled(posts: Collection[int], by: Colleague) -> set[int]:
    done = Reading.objects.filter(colleague=by, post__in=posts)
    return set(done.values_list("post", flat=True))


def _shares(
    posts: list[Post],
    chunk: Mapping[int, tuple[int, ...]],
    topics: Mapping[int, Topic],
    by: Colleague,
    now: datetime,
) -> dict[tuple[int, int], bool]:
    """For every post and team's topic that it meets, whether it is now for `by` to read. What one
    reader has touched or taken is theirs."""
    readers = readers_of([pk for pk, topic in topics.items() if topic.team_id])
    if not readers:
        return {}
    pairs = [(post, pk) for post in posts for pk in chunk[post.pk] if pk in readers]
    touched = Reading.objects.filter(
        post__in={post.pk for post, _ in pairs},
        colleague__in={reader for some in readers.values() for reader in some},
    )
    by_others: dict[int, set[int]] = defaultdict(set)
    for post, colleague in touched.values_list("post", "colleague"):
        by_others[post].add(colleague)
    taken = Claim.objects.holding(now).filter(colleague=by, post__in=posts)
    own = set(taken.values_list("post", flat=True))
    received = receivers(posts)

    def is_mine(post: Post, topic: int) -> bool:
        some = among(post=post, readers=readers[topic], received=received[post.pk])
        return bool(some) and share_of(post=post, readers=some, now=now) == by.pk

    return {
        (post.pk, pk): by_others[post.pk].isdisjoint(readers[pk])
        and (post.pk in own or is_mine(post, pk))
        for post, pk in pairs
    }


def holding(
    *, posts: list[Post], topics: Mapping[int, Topic], by: Colleague
) -> list[tuple[int, ...]]:
    """For each post the topics (by number) whose query it meets now, as `by` may hear it."""
    queries = {pk: query for pk, topic in topics.items() if (query := query_of(topic))}
    return meets(posts=posts, queries=queries, by=by)


def meets(
    *, posts: list[Post], queries: Mapping[int, Query], by: Colleague
) -> list[tuple[int, ...]]:
    """For each post the queries that it meets, as `by` may hear it: who does not want to be
    searched is heard in full only where one's own source brought them."""
    return Matcher(queries, kernel_from=NEVER).match(heard_of(posts, by))


def heard_of(posts: list[Post], by: Colleague) -> list[Listened]:
    """These posts as `by` may hear them."""
    shy = [post.pk for post in posts if not post.identity.indexable]
    brought: set[int] = set()
    if shy:
        seen = Sighting.objects.filter(post__in=shy, source__account__colleague=by)
        brought = set(seen.values_list("post", flat=True))
    return [heard(post, in_full=post.identity.indexable or post.pk in brought) for post in posts]


def topics_of(*, post: Post, by: Colleague) -> tuple[Topic, ...]:
    """The topics of `by` that one post meets as both are now, by name; none when `by` may not see
    it. Needs `identity` to be loaded."""
    if not Post.objects.visible_to(by).filter(pk=post.pk).exists():
        return ()
    own = own_topics(by=by)
    if len(own) > MANY_TOPICS:
        own = {pk: own[pk] for pk in book.topics_met(post.pk, own)}
    muted = set(Mute.objects.filter(identity=post.identity_id).values_list("topic", flat=True))
    (met,) = holding(posts=[post], topics=own, by=by)
    return tuple(sorted((own[pk] for pk in met if pk not in muted), key=lambda one: one.name))


def echoes_of(*, post: Post, by: Colleague) -> QuerySet[Post]:
    """The other posts that say or share the same, as far as `by` sees them, the oldest first."""
    first = Echo.objects.filter(post=post, kind__in=SAID_AGAIN).values_list("of", flat=True)
    of = first.first() or post.pk
    same = Echo.objects.filter(of=of, kind__in=SAID_AGAIN).values("post")
    group = Post.objects.visible_to(by).filter(Q(pk=of) | Q(pk__in=same))
    return group.exclude(pk=post.pk).select_related("identity").order_by("written", "pk")
