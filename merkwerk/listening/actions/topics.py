"""Topics: try, save, rest, remove."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Department
from merkwerk.engine.topics import Query, Reason, because, parse
from merkwerk.listening import tasks
from merkwerk.listening.actions import book
from merkwerk.listening.actions.ears import heard, query_of
from merkwerk.listening.actions.looking_back import searches
from merkwerk.listening.actions.queue import meets
from merkwerk.listening.actions.stretching import added_forms, vocabulary
from merkwerk.listening.models import Topic, TopicReader
from merkwerk.networks import actions as networks
from merkwerk.networks.models import Post

LOOK_BACK = 5_000
"""How many stored posts a topic is tried on at once: less than half a second of work."""


@dataclass(frozen=True)
class Sample:
    """A stored post that a query finds, with the words that met it."""

    post: Post
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Tried:
    """What a query would have found. `one_in`: how many posts there are for each it finds."""

    found: tuple[Sample, ...]
    total: int
    looked_at: int
    since: datetime | None
    added: tuple[dict[str, Any], ...] = ()

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


def _those_meeting(query: Query, posts: list[Post], by: Colleague) -> list[Post]:
    hits = meets(posts=posts, queries={0: query}, by=by)
    return [post for post, hit in zip(posts, hits, strict=True) if hit]


def try_query(*, by: Colleague, query: str, word_forms: bool = False, limit: int = 10) -> Tried:
    """What this query would have found among the newest stored posts that `by` may see, and with
    `word_forms` what the switch adds to it. Raises QueryError with the place of a mistake."""
    parsed = parse(query)
    posts = _stored(by)
    added = added_forms(parsed, vocabulary(posts)) if word_forms else []
    parsed = query_of(Topic(query=query, word_forms=word_forms, added_forms=added)) or parsed
    hits = _those_meeting(parsed, posts, by)
    return Tried(
        found=tuple(Sample(post, because(parsed, heard(post))) for post in hits[:limit]),
        total=len(hits),
        looked_at=len(posts),
        since=posts[-1].written if posts else None,
        added=tuple(added),
    )


@transaction.atomic
def save_topic(
    *,
    by: Colleague,
    name: str,
    query: str,
    purpose: str = "",
    topic: Topic | None = None,
    word_forms: bool = False,
    team: Department | None = None,
    quiet_from: time | None = None,
    quiet_until: time | None = None,
    until: date | None = None,
) -> Topic:
    """Saves a topic of `by`, new or changed, and looks through the newest stored posts at once;
    older ones, and what the own accounts find, in the background. Who gives a topic to a team
    reads it along. Raises QueryError when the query can't be read (then nothing is changed), and
    DoesNotExist for a topic that isn't there for `by`."""
    parsed = parse(query)
    if topic is None:
        topic = Topic(colleague=by, version=0)
    else:
        topic = Topic.objects.visible_to(by).get(pk=topic.pk)
    heard_before = (topic.query, topic.word_forms, topic.is_over(timezone.now()))
    topic.name, topic.query, topic.purpose = name.strip(), query.strip(), purpose.strip()
    topic.word_forms, topic.team, topic.until = word_forms, team, until
    topic.quiet_from, topic.quiet_until = quiet_from, quiet_until
    topic.version += 1
    posts = _stored(by)
    topic.added_forms = added_forms(parsed, vocabulary(posts)) if word_forms else []
    topic.save()
    if team is not None:
        if not topic.readers.exists():
            TopicReader.objects.create(topic=topic, colleague=by)
    else:
        topic.readers.all().delete()
    if heard_before != (topic.query, topic.word_forms, topic.is_over(timezone.now())):
        _look_back(topic, query_of(topic) or parsed, posts, by)
        tags, words = searches(parsed)
        networks.look_back(by=by, tags=tags, words=words)
    return topic


def _look_back(topic: Topic, query: Query, posts: list[Post], by: Colleague) -> None:
    found = [post.pk for post in _those_meeting(query, posts, by)]
    book.write(topics=[topic.pk] * len(found), posts=found)
    if len(posts) == LOOK_BACK:
        tasks.look_back.enqueue(topic.pk, topic.pk, topic.colleague_id)


@transaction.atomic
def change_query(*, topic: Topic, by: Colleague, query: str) -> Topic:
    """Gives a topic another query, and leaves all else. Raises as `save_topic`."""
    kept: dict[str, Any] = {
        name: getattr(topic, name)
        for name in ("name", "purpose", "word_forms", "team", "quiet_from", "quiet_until", "until")
    }
    return save_topic(by=by, query=query, topic=topic, **kept)


@transaction.atomic
def set_resting(*, topic: Topic, by: Colleague, resting: bool) -> None:
    """Lets a topic rest, or wakes it: a resting topic hears nothing new and keeps what it has."""
    own = Topic.objects.visible_to(by).filter(pk=topic.pk)
    own.update(resting=resting, version=F("version") + 1, changed=timezone.now())


@transaction.atomic
def listen_on(*, topic: Topic, by: Colleague) -> None:
    """Takes away the last day of a topic: it hears again, from now on."""
    own = Topic.objects.visible_to(by).filter(pk=topic.pk)
    own.update(until=None, version=F("version") + 1, changed=timezone.now())


@transaction.atomic
def remove_topic(*, topic: Topic, by: Colleague) -> None:
    """Removes a topic that `by` made; the posts stay. Who only reads along doesn't remove it."""
    Topic.objects.filter(colleague=by, pk=topic.pk).delete()
