"""Taking new posts up through the rooms, so that a bad one harms no other."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from merkwerk.jobs.actions import asked_to_stop, plain_traceback, progress, tried
from merkwerk.jobs.errors import OutOfTime
from merkwerk.networks.models import Post
from merkwerk.worker import pipeline

BATCH = 200
TRIES = 5
TOGETHER = 2
"""So many times a post is read with others; later alone, in case it is what kills the reader."""
LOST = "The worker was lost each time it read this post: killed, or out of memory.\n"
NOT_ITS_FAULT = (OperationalError, InterfaceError, OutOfTime)


def read_posts(*, now: datetime | None = None) -> int:
    """Reads every new post, in batches of at most 200, and returns how many were read.

    A batch is claimed by a conditional UPDATE, so two workers never read the same one; a killed
    worker's batch is free again after two minutes. Each reader has one transaction for a batch.
    When one fails, the posts of that batch are read one by one; a post that fails five times is
    set aside with its traceback. When the database is away nothing is blamed on a post.
    """
    count = 0
    while batch := claim(now=now or timezone.now()):
        count += _read(batch, now or timezone.now())
        progress(done=count, total=count + len(batch))
        if asked_to_stop():
            break
    return count


def claim(*, now: datetime) -> list[Post]:
    """At most 200 unread posts, which nobody else gets for two minutes."""
    pks = list(Post.objects.unread(now).values_list("pk", flat=True)[:BATCH])
    if not pks:
        return []
    # A moment that no other worker has, to know our own claims by.
    until = now + Post.LATER + timedelta(microseconds=random.randrange(10**7))  # noqa: S311
    free = Post.objects.filter(pk__in=pks, state=Post.State.NEW, try_after__lte=now)
    free.update(try_after=until, tries=F("tries") + 1)
    mine = Post.objects.filter(pk__in=pks, state=Post.State.NEW, try_after=until)
    return list(mine.select_related("identity").order_by("pk"))


def again(*, post: Post, now: datetime | None = None) -> bool:
    """Reads a post that was set aside once more, with all its tries. False when it isn't aside."""
    aside = Post.objects.set_aside().filter(pk=post.pk)
    fresh = {"state": Post.State.NEW, "tries": 0, "trouble": ""}
    return bool(aside.update(try_after=now or timezone.now(), **fresh))


def _read(batch: Sequence[Post], now: datetime) -> int:
    together = [post for post in batch if post.tries <= TOGETHER]
    alone = [post for post in batch if post.tries > TOGETHER]
    if together and _pass_up(together, now) is None:
        _mark_read(together)
    else:
        alone += together
    return len(batch) - sum(not _read_alone(post, now) for post in alone)


def _read_alone(post: Post, now: datetime) -> bool:
    if post.tries > 2 * TRIES:
        _set_aside(post, LOST)
        return False
    error = _pass_up([post], now)
    if error is None:
        _mark_read([post])
        return True
    if post.tries >= TRIES:
        _set_aside(post, plain_traceback(error))
    else:
        later = now + Post.LATER * 2**post.tries
        _mine([post]).update(trouble=plain_traceback(error), try_after=later)
    return False


def _pass_up(posts: Sequence[Post], now: datetime) -> Exception | None:
    """All readers in order, each in its own transaction; what went wrong, if anything."""

    def work() -> None:
        for reader in pipeline.READERS_OF_POSTS:
            with transaction.atomic():
                reader(posts=posts, now=now)

    error = tried(work)
    if isinstance(error, NOT_ITS_FAULT):
        raise error
    return error


def _mine(posts: Sequence[Post]) -> QuerySet[Post]:
    """Still as we claimed them: a post that was edited meanwhile is new again, and stays so."""
    until = posts[0].try_after
    return Post.objects.filter(
        pk__in=[post.pk for post in posts], state=Post.State.NEW, try_after=until
    )


def _mark_read(posts: Sequence[Post]) -> None:
    _mine(posts).update(state=Post.State.READ, trouble="")


def _set_aside(post: Post, traceback: str) -> None:
    _mine([post]).update(state=Post.State.SET_ASIDE, trouble=traceback)
