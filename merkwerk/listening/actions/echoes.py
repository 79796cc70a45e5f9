"""The same thing said or shared many times: each matched public post is held against those of the
last days, in the memory of the worker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from merkwerk.connectors.values import Audience
from merkwerk.engine.echoes import Index, canonical
from merkwerk.engine.echoes.echo import Echo as Resemblance
from merkwerk.jobs.actions import asked_to_stop
from merkwerk.listening.actions import book
from merkwerk.listening.models import Echo
from merkwerk.networks.models import Post

DAYS = timedelta(days=7)
MOST = 50_000
"""So many posts are kept to compare with: about 30 MB."""
LATE = timedelta(minutes=30)
"""After a new start, posts of so long ago are compared once more: the last worker may have died
before it did."""
SHORTEST = 30
"""What is shorter ("Good morning!") is said by many without an echo."""
BATCH = 500
BEHIND = 2_000
"""So far back posts are looked for that another worker wrote into the book later."""


@dataclass
class Memory:
    """What this process compares with, and how far it has come."""

    index: Index = field(default_factory=lambda: Index(most=MOST))
    last: int | None = None


_memory = Memory()


def find_echoes(*, now: datetime) -> int:
    """Compares every matched public post that this process has not compared yet, and notes which
    say or share what an earlier one did; returns how many do. Safe to repeat, and several at once:
    each post echoes one earlier post at most, the first of its kind."""
    memory, found = _memory, 0
    begun = memory.last is None
    since = now - DAYS if begun else None
    for batch in _batches(_waiting(memory)):
        rows = Post.objects.filter(pk__in=batch, audience=Audience.PUBLIC, deleted_at=None)
        posts = list((rows.filter(received__gte=since) if since else rows).order_by("pk"))
        to_compare = [post for post in posts if not begun or post.received >= now - LATE]
        found += _note(memory.index, posts, {post.pk for post in to_compare})
        memory.index.tend()
        memory.last = max(memory.last or 0, batch[-1])
        if asked_to_stop():
            break
    return found


def _waiting(memory: Memory) -> list[int]:
    if memory.last is None:
        return book.posts_after(0, most=MOST)
    after = book.posts_after(max(memory.last - BEHIND, 0), most=MOST)
    return [pk for pk in after if pk not in memory.index]


def _batches(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]


def _note(index: Index, posts: Sequence[Post], to_compare: set[int]) -> int:
    """Takes posts in, one after the other, and writes down what the wanted ones echo."""
    found: dict[int, Resemblance] = {}
    for post in posts:
        text, links = f"{post.title}\n{post.text}".strip(), _pages_in(post)
        if post.pk in to_compare and (echo := _best(index, text, links)):
            found[post.pk] = echo
        index.add(post.pk, text if len(text) >= SHORTEST else "", post.received.timestamp(), links)
    roots = _roots({echo.key for echo in found.values()})
    there = set(Post.objects.filter(pk__in=roots.values()).values_list("pk", flat=True))
    rows = []
    for pk, echo in found.items():
        of = roots[echo.key]
        roots[pk] = of if echo.kind != "similar" else pk
        if of in there and of != pk:
            rows.append(Echo(post_id=pk, of_id=of, kind=echo.kind, score=echo.score))
    Echo.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _best(index: Index, text: str, links: Sequence[str]) -> Resemblance | None:
    asked = text if len(text) >= SHORTEST else ""
    return next(iter(index.like(asked, links, most=1)), None) if asked or links else None


def _pages_in(post: Post) -> list[str]:
    """The pages that it links to; the front page of a site says nothing of what is meant."""
    return [link for link in post.links if "/" in canonical(link)]


def _roots(posts: Iterable[int]) -> dict[int, int]:
    """For each post the first one that says the same: itself, when it echoes none closely."""
    close = Echo.objects.filter(post__in=list(posts)).exclude(kind=Echo.Kind.SIMILAR)
    first = dict(close.values_list("post", "of"))
    return {post: first.get(post, post) for post in posts}
