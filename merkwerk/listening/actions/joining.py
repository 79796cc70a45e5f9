"""Who reads a team's topic along, and whom a topic leaves out."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import Audience
from merkwerk.listening.actions import book
from merkwerk.listening.actions.queue import holding
from merkwerk.listening.actions.sharing import readers_of, share_of
from merkwerk.listening.models import Claim, Mute, Reading, Topic, TopicReader
from merkwerk.networks.models import Identity, Post

MOST = 400


@transaction.atomic
def join(*, topic: Topic, by: Colleague) -> None:
    """`by` reads a team's topic along: its posts are divided among those who do. Raises
    DoesNotExist for a topic that isn't theirs to read, and ValueError for one without a team."""
    if Topic.objects.visible_to(by).get(pk=topic.pk).team_id is None:
        raise ValueError("Only a team's topic is read together.")
    TopicReader.objects.get_or_create(topic=topic, colleague=by)


@transaction.atomic
def leave(*, topic: Topic, by: Colleague) -> None:
    """`by` reads a team's topic no longer; their share goes to the others. It leaves no trace."""
    TopicReader.objects.filter(topic=topic, colleague=by).delete()


@transaction.atomic
def mute(*, topic: Topic, identity: Identity, by: Colleague) -> Mute:
    """Leaves somebody out of a topic: what they say doesn't meet it any more. Raises DoesNotExist
    for a topic that isn't there for `by`."""
    Topic.objects.visible_to(by).get(pk=topic.pk)
    return Mute.objects.get_or_create(topic=topic, identity=identity)[0]


@transaction.atomic
def unmute(*, mute: Mute, by: Colleague) -> None:
    """Lets a topic hear somebody again."""
    Topic.objects.visible_to(by).get(pk=mute.topic_id)
    mute.delete()


def shares(*, topic: Topic, by: Colleague, now: datetime) -> dict[int, list[Post]]:
    """What each reader of a team's topic (by number) still has to read of it, the newest first, as
    far as `by` sees it: those of the last `MOST` posts that nobody has touched. What somebody takes
    stands with them. The number of queries does not grow."""
    readers = readers_of([topic.pk]).get(topic.pk, [])
    if not readers:
        return {}
    newest = [pk for pk, _ in islice(book.newest([topic.pk]), MOST)]
    touched = Reading.objects.filter(post__in=newest, colleague__in=readers).values("post")
    there = Post.objects.visible_to(by).filter(pk__in=newest, audience=Audience.PUBLIC)
    rows = there.exclude(pk__in=touched).select_related("identity").order_by("-written")
    posts = list(rows)
    claims = Claim.objects.holding(now).filter(post__in=posts, colleague__in=readers)
    taken = dict(claims.values_list("post", "colleague"))
    muted = set(Mute.objects.filter(topic=topic).values_list("identity", flat=True))
    found: dict[int, list[Post]] = {reader: [] for reader in readers}
    for post, met in zip(posts, holding(posts=posts, topics={topic.pk: topic}, by=by), strict=True):
        if met and post.identity_id not in muted:
            reader = taken.get(post.pk) or share_of(post=post, readers=readers, now=now)
            found[reader].append(post)
    return found
