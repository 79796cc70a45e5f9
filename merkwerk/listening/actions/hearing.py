"""Every post against every topic at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Sum

from merkwerk.connectors.values import Audience
from merkwerk.engine.questions import is_question
from merkwerk.engine.topics import Listened, Matcher, Query, QueryError, Reason, because, parse
from merkwerk.listening.models import Match, Topic
from merkwerk.networks.models import ConnectedAccount, Post, Sighting


@dataclass
class Listener:
    """All awake topics, compiled; kept in the process until a topic changes."""

    stamp: tuple[Any, ...] = ()
    matcher: Matcher = field(default_factory=Matcher)
    owners: dict[int, int] = field(default_factory=dict)


_listener = Listener()


def heard(post: Post) -> Listened:
    """A stored post as the engine listens to it. Needs `identity` to be loaded."""
    return Listened(
        text=post.text,
        title=post.title,
        author=post.identity.handle,
        tags=tuple(post.tags),
        links=tuple(post.links),
        language=post.language,
        url=post.url,
    )


def compiled(query: str) -> Query | None:
    """The query of a saved topic; None when it was saved under rules that hold no longer, so that
    one topic can't keep all others from hearing."""
    try:
        return parse(query)
    except QueryError:
        return None


def reasons(match: Match) -> tuple[Reason, ...]:
    """Which words of the post met the topic; worked out when somebody asks."""
    query = compiled(match.topic.query)
    return because(query, heard(match.post)) if query else ()


def listener() -> Listener:
    """Today's topics, compiled. Costs one small query; compiles only when a topic changed."""
    awake = Topic.objects.awake()
    facts = awake.aggregate(Count("pk"), Sum("pk"), Sum("version"), Max("changed"))
    stamp = tuple(facts.values())
    if stamp != _listener.stamp:
        rows = list(awake.values_list("pk", "query", "colleague"))
        read = {pk: compiled(query) for pk, query, _ in rows}
        _listener.matcher = Matcher({pk: query for pk, query in read.items() if query})
        _listener.owners = {pk: owner for pk, _, owner in rows}
        _listener.stamp = stamp
    return _listener


def receivers(posts: Iterable[Post]) -> dict[int, set[int]]:
    """For each limited post the colleagues whose own source received it."""
    limited = [post.pk for post in posts if post.audience != Audience.PUBLIC]
    found: dict[int, set[int]] = defaultdict(set)
    if limited:
        seen = Sighting.objects.filter(post__in=limited, source__account__isnull=False)
        for post, colleague in seen.values_list("post", "source__account__colleague"):
            found[post].add(colleague)
    return found


def writers(posts: Iterable[Post]) -> dict[int, set[int]]:
    """For each identity among the writers the colleagues who speak through it."""
    found: dict[int, set[int]] = defaultdict(set)
    own = ConnectedAccount.objects.filter(identity__in={post.identity_id for post in posts})
    for identity, colleague in own.values_list("identity", "colleague"):
        found[identity].add(colleague)
    return found


@transaction.atomic
def consider(*, posts: Sequence[Post], now: datetime) -> int:
    """Notes which topics these posts meet, and returns how many new matches there are. A post is
    never matched for who wrote it, nor for somebody it was not sent to. Safe to repeat; after an
    edit, open matches that no longer hold are taken away. The number of queries is constant. `now`
    is for readers that need it; this one doesn't."""
    today = listener()
    posts = [post for post in posts if post.deleted_at is None]
    received, written = receivers(posts), writers(posts)
    rows: list[Match] = []
    for post, topics in zip(posts, today.matcher.match([heard(p) for p in posts]), strict=True):
        for topic in topics:
            owner = today.owners[topic]
            limited = post.audience != Audience.PUBLIC
            if owner in written[post.identity_id] or (limited and owner not in received[post.pk]):
                continue
            rows.append(Match(topic_id=topic, post=post))
    _ask(rows)
    _drop_stale(posts, {(row.topic_id, row.post_id) for row in rows})
    before = Match.objects.filter(post__in=posts).count()
    Match.objects.bulk_create(rows, ignore_conflicts=True)
    return Match.objects.filter(post__in=posts).count() - before


def _ask(rows: Iterable[Match]) -> None:
    """Notes which posts ask something; each post is judged once."""
    judged: dict[int, bool] = {}
    for row in rows:
        if row.post_id not in judged:
            judged[row.post_id] = is_question(f"{row.post.title}\n{row.post.text}").asks
        row.asks = judged[row.post_id]


def _drop_stale(posts: Sequence[Post], holding: set[tuple[int, int]]) -> None:
    edited = [post.pk for post in posts if post.edited]
    if edited:
        stored = Match.objects.open().filter(post__in=edited).values_list("pk", "topic", "post")
        stale = [pk for pk, topic, post in stored if (topic, post) not in holding]
        Match.objects.filter(pk__in=stale).delete()
