"""The book of matches: pages written by whoever hears, bound together in the background, and read
from the newest post back. Nothing here decides who may see what; see `queue`."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

import numpy as np
from django.db import connection, transaction
from django.db.models import Count

from merkwerk.engine import matchbook
from merkwerk.engine.matchbook import Numbers, Page
from merkwerk.listening.models import MatchPage, Topic
from merkwerk.networks.models import Post

log = logging.getLogger(__name__)

LEVELS = (4_096, 65_536, 1_048_576, 16_777_216)
"""A page with fewer matches than the first is of level 0, and so on."""
BIND = 16
MOST_BOUND = 256
KEPT_IN_MEMORY = 32 * 2**20
FORGET = timedelta(days=120)
"""Pages whose newest post came in before that are thrown away: nobody reads on so far back, and by
then most posts have expired."""
FIRST_ROUND = 16

_Key = tuple[int, datetime]


@dataclass
class Shelf:
    """Pages read lately, at most `most` bytes. A page never changes, so none grows stale."""

    most: int = KEPT_IN_MEMORY
    pages: OrderedDict[_Key, Page] = field(default_factory=OrderedDict)
    size: int = 0
    lock: Lock = field(default_factory=Lock)

    def get(self, key: _Key) -> Page | None:
        with self.lock:
            found = self.pages.get(key)
            if found is not None:
                self.pages.move_to_end(key)
            return found

    def put(self, key: _Key, page: Page) -> None:
        with self.lock:
            if key in self.pages:
                return
            self.pages[key] = page
            self.size += page.size
            while self.size > self.most and len(self.pages) > 1:
                self.size -= self.pages.popitem(last=False)[1].size


_shelf = Shelf()


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a page stands in the table of contents."""

    key: _Key
    first_topic: int
    last_topic: int
    last_post: int


def level_of(matches: int) -> int:
    """How large a page of so many matches is, as a step of `LEVELS`."""
    return bisect_right(LEVELS, matches)


def write(*, topics: Sequence[int] | Numbers, posts: Sequence[int] | Numbers) -> int:
    """Writes matches, given as pairs, into the book as one page, and returns how many there are.
    Writing the same again changes nothing for who reads."""
    made = matchbook.page(topics, posts)
    if len(made):
        _row(made, first=made.first, last=made.last, total=len(made)).save(force_insert=True)
    return len(made)


def _row(page: Page, *, first: int, last: int, total: int) -> MatchPage:
    return MatchPage(
        first_topic=int(page.topics[0]),
        last_topic=int(page.topics[-1]),
        first_post=first,
        last_post=last,
        matches=len(page),
        level=level_of(total),
        packed=matchbook.pack(page),
    )


def _unpacked(pk: int, packed: bytes | memoryview) -> Page:
    """A page as it was written. A harmed one (a disk, a backup) is empty, so that it keeps nobody
    from reading the others."""
    try:
        return matchbook.unpack(packed)
    except ValueError as why:
        log.error("Page %s of the book of matches can't be read: %s", pk, why)
        return matchbook.page((), ())


# --- binding -------------------------------------------------------------------------------


def is_loose() -> bool:
    """Whether there are so many pages of a size that they had better be bound together."""
    return bool(_loose())


def _loose() -> list[int]:
    bound = MatchPage.objects.order_by().values("level")
    counted = bound.annotate(many=Count("last_post", distinct=True))
    return list(
        counted.filter(many__gte=BIND, level__lt=len(LEVELS)).values_list("level", flat=True)
    )


def bind(*, now: datetime) -> int:
    """Binds pages of one size together into larger ones, and throws away what is older than 120
    days; returns how many pages went. Safe to repeat, and two at once: one of them does nothing.
    Whoever reads meanwhile finds either the old pages or the new ones."""
    gone = 0
    while levels := sorted(_loose()):
        bound = _bind(levels[0])
        if not bound:
            break
        gone += bound
    return gone + _forget(now)


def _bind(level: int) -> int:
    with transaction.atomic():
        mine = (
            MatchPage.objects.select_for_update(skip_locked=True)
            if _locks()
            else (MatchPage.objects.all())
        )
        rows = list(mine.filter(level=level).order_by("pk")[:MOST_BOUND])
        if len(rows) < 2:
            return 0
        pages = [_unpacked(row.pk, row.packed) for row in rows]
        parts = list(matchbook.merge(pages, without=_removed(pages)))
        total = sum(map(len, parts))
        first, last = min(row.first_post for row in rows), max(row.last_post for row in rows)
        MatchPage.objects.filter(pk__in=[row.pk for row in rows]).delete()
        MatchPage.objects.bulk_create(
            (_row(part, first=first, last=last, total=total) for part in parts), batch_size=16
        )
    return len(rows)


def _locks() -> bool:
    return bool(connection.features.has_select_for_update_skip_locked)


def _removed(pages: Sequence[Page]) -> Collection[int]:
    """Topics on these pages that are no more."""
    there = np.fromiter(Topic.objects.order_by().values_list("pk", flat=True), np.int64)
    gone = np.setdiff1d(np.concatenate([page.topics for page in pages]), there)
    return [int(topic) for topic in gone]


def _forget(now: datetime) -> int:
    oldest = Post.objects.filter(received__gte=now - FORGET).order_by("pk").values("pk").first()
    if oldest is None:
        return 0
    return MatchPage.objects.filter(last_post__lt=oldest["pk"]).delete()[0]


# --- reading -------------------------------------------------------------------------------


def newest(topics: Collection[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Posts that meet some of these topics as far as the book says, from the newest (the highest
    number) back, each once, with the topics. Reads only the pages it needs; the number of queries
    grows with the logarithm of the pages read."""
    wanted = np.unique(np.fromiter(topics, np.int64))
    given: set[int] = set()
    entries = _contents(wanted)
    while True:
        try:
            for post, met in _from(entries, wanted):
                if post not in given:
                    given.add(post)
                    yield post, met
        except _Rebound:
            entries = _contents(wanted)
        else:
            return


class _Rebound(Exception):
    """A page was bound together with others since the table of contents was read."""


def _contents(wanted: Numbers) -> list[Entry]:
    if not len(wanted):
        return []
    rows = MatchPage.objects.filter(
        first_topic__lte=int(wanted[-1]), last_topic__gte=int(wanted[0])
    ).order_by("-last_post", "-pk")
    columns = rows.values_list("pk", "written", "first_topic", "last_topic", "last_post")
    entries = [Entry((pk, at), low, high, last) for pk, at, low, high, last in columns]
    begins = np.searchsorted(wanted, [entry.first_topic for entry in entries])
    ends = np.searchsorted(wanted, [entry.last_topic for entry in entries], side="right")
    return [entry for entry, a, b in zip(entries, begins, ends, strict=True) if a < b]


def _from(entries: list[Entry], wanted: Numbers) -> Iterator[tuple[int, tuple[int, ...]]]:
    pending: dict[int, set[int]] = {}
    at, size = 0, FIRST_ROUND
    while at < len(entries):
        for page in _pages(entries[at : at + size]):
            topics, posts = page.posts_of(wanted)
            for topic, post in zip(topics.tolist(), posts.tolist(), strict=True):
                pending.setdefault(post, set()).add(topic)
        at, size = at + size, size * 2
        # A post on a page still unread may be as new as that page's newest.
        safe = entries[at].last_post if at < len(entries) else -1
        for post in sorted((post for post in pending if post > safe), reverse=True):
            yield post, tuple(sorted(pending.pop(post)))


def _pages(entries: Sequence[Entry]) -> list[Page]:
    found = {entry.key: _shelf.get(entry.key) for entry in entries}
    missing = [key for key, page in found.items() if page is None]
    rows = MatchPage.objects.filter(pk__in=[pk for pk, _ in missing]).order_by()
    for pk, written, packed in rows.values_list("pk", "written", "packed") if missing else ():
        found[pk, written] = page = _unpacked(pk, packed)
        _shelf.put((pk, written), page)
    if any(found[key] is None for key in missing):
        raise _Rebound
    return [page for page in found.values() if page is not None]


def topics_met(post: int, among: Collection[int]) -> set[int]:
    """Which of these topics a post meets, as far as the book says."""
    wanted = np.unique(np.fromiter(among, np.int64))
    rows = MatchPage.objects.filter(first_post__lte=post, last_post__gte=post)
    keys = set(rows.values_list("pk", flat=True))
    here = [entry for entry in _contents(wanted) if entry.key[0] in keys]
    found: set[int] = set()
    for page in _pages(here):
        found.update(np.intersect1d(page.topics_of(post), wanted).tolist())
    return found


def posts_after(post: int, *, most: int) -> list[int]:
    """The posts with a higher number that meet any topic, ascending; at most the `most` newest."""
    pages = MatchPage.objects.filter(last_post__gt=post).order_by("-last_post", "-pk")
    found: set[int] = set()
    columns = pages.values_list("pk", "last_post", "packed")
    for pk, last, packed in columns.iterator(chunk_size=8):
        if len(found) >= most and last < sorted(found)[-most]:
            break
        page = _unpacked(pk, packed)
        posts = page.first + np.unique(page.offsets).astype(np.int64)
        found.update(posts[posts > post].tolist())
    return sorted(found)[-most:]
