"""Topics: try, save, rest, remove."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.topics import Matcher, Query, Reason, because, parse
from merkwerk.listening.actions.hearing import consider, heard
from merkwerk.listening.models import Topic
from merkwerk.networks.models import Post

LOOK_BACK = 5_000
"""How many stored posts a new topic is tried on: less than half a second of work."""


@dataclass(frozen=True)
class Found:
    """A stored post that a query finds, with the words that met it."""

    post: Post
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Tried:
    """What a query would have found. `one_in`: how many posts there are for each it finds."""

    found: tuple[Found, ...]
    total: int
    looked_at: int
    since: datetime | None

    @property
    def one_in(self) -> int:
        return self.looked_at // self.total if self.total else 0

    @property
    def is_wide(self) -> bool:
        """So many posts meet it that it tells little: more than one in four, of a real number."""
        return self.looked_at >= 50 and self.total * 4 > self.looked_at


def _stored(by: Colleague) -> list[Post]:
    posts = Post.objects.visible_to(by).exclude(identity__connected_accounts__colleague=by)
    return list(posts.select_related("identity").order_by("-written")[:LOOK_BACK])


def _those_meeting(query: Query, posts: list[Post]) -> list[Post]:
    hits = Matcher({0: query}).match([heard(post) for post in posts])
    return [post for post, hit in zip(posts, hits, strict=True) if hit]


def try_query(*, by: Colleague, query: str, limit: int = 10) -> Tried:
    """What this query would have found among the newest stored posts that `by` may see. Raises
    QueryError with the place of a mistake."""
    parsed = parse(query)
    posts = _stored(by)
    hits = _those_meeting(parsed, posts)
    return Tried(
        found=tuple(Found(post, because(parsed, heard(post))) for post in hits[:limit]),
        total=len(hits),
        looked_at=len(posts),
        since=posts[-1].written if posts else None,
    )


@transaction.atomic
def save_topic(
    *, by: Colleague, name: str, query: str, purpose: str = "", topic: Topic | None = None
) -> Topic:
    """Saves a topic of `by`, new or changed, and matches the stored posts at once. Raises
    QueryError when the query can't be read; then nothing is changed."""
    parsed = parse(query)
    if topic is None:
        topic = Topic(colleague=by)
    else:
        topic.version += 1
    topic.name, topic.query, topic.purpose = name.strip(), query.strip(), purpose.strip()
    topic.save()
    if topic.version > 1:
        topic.matches.open().delete()
    consider(posts=_those_meeting(parsed, _stored(by)), now=timezone.now())
    return topic


@transaction.atomic
def set_resting(*, topic: Topic, by: Colleague, resting: bool) -> None:
    """Lets a topic rest, or wakes it: a resting topic hears nothing new and keeps what it has."""
    own = Topic.objects.visible_to(by).filter(pk=topic.pk)
    own.update(resting=resting, version=F("version") + 1, changed=timezone.now())


@transaction.atomic
def remove_topic(*, topic: Topic, by: Colleague) -> None:
    """Removes a topic of `by` with its matches; the posts stay."""
    Topic.objects.visible_to(by).filter(pk=topic.pk).delete()
