"""Which posts stay, which are looked at again, and which expire because nobody did anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from merkwerk.jobs.actions import asked_to_stop, progress
from merkwerk.networks.models import ConnectedAccount, Post, Sighting, Source
from merkwerk.networks.models.sources import CONTINUOUS

PIECE = 500


def hold(*, posts: Iterable[int]) -> int:
    """Somebody here did something with these posts (by number), so they never expire; gives how
    many were not held before. Call it in the transaction of the deed. Safe to repeat."""
    return sum(
        Post.objects.filter(pk__in=some, held=False).update(held=True) for some in _pieces(posts)
    )


def watch(*, posts: Iterable[int], until: datetime) -> int:
    """Edits and deletions of these posts (by number) are asked for every hour until then; a later
    `until` that stands already stays. Gives how many rows changed. Only the networks are asked
    again: feeds are visited by themselves, and an open stream tells of its own posts."""
    sooner = Q(watched_until=None) | Q(watched_until__lt=until)
    told = Sighting.objects.filter(
        source__kind__in=CONTINUOUS, source__state=Source.State.ACTIVE
    ).values("post")
    asked = Post.objects.filter(sooner, deleted_at=None).exclude(network="web")
    asked = asked.exclude(pk__in=told)
    return sum(asked.filter(pk__in=some).update(watched_until=until) for some in _pieces(posts))


def _pieces(posts: Iterable[int]) -> Iterator[list[int]]:
    numbers = sorted(set(posts))
    for start in range(0, len(numbers), PIECE):
        yield numbers[start : start + PIECE]


def kept_since(now: datetime) -> datetime | None:
    """Posts received before this moment expire, unless somebody did something with them; None
    when everything is kept."""
    if settings.KEPT_DAYS <= 0:
        return None
    return now - timedelta(days=settings.KEPT_DAYS)


def expire(*, now: datetime | None = None) -> int:
    """Deletes posts that nobody did anything with for `settings.KEPT_DAYS` days, in pieces, each
    in a transaction of its own; gives how many. What our own accounts said stays. Stops between
    two pieces when it is asked to; safe to repeat and to do twice at once."""
    before = kept_since(now or timezone.now())
    count = 0
    while before is not None and (piece := _delete_some(before)):
        count += piece
        progress(done=count, total=count + 1)
        if asked_to_stop():
            break
    return count


def _expired(before: datetime) -> QuerySet[Post]:
    ours = ConnectedAccount.objects.values("identity")
    return Post.objects.filter(held=False, received__lt=before).exclude(identity__in=ours)


def has_expired(now: datetime) -> bool:
    """Whether there is something to delete."""
    before = kept_since(now)
    return before is not None and _expired(before).exists()


def _delete_some(before: datetime) -> int:
    pks = list(_expired(before).order_by("received").values_list("pk", flat=True)[:PIECE])
    with transaction.atomic():
        mine = Post.objects.select_for_update().filter(pk__in=pks, held=False).order_by("pk")
        still = list(mine.values_list("pk", flat=True))
        Post.objects.filter(pk__in=still).delete()
    return len(still)
