"""What a source showed lately, in the memory of this process: the usual visit shows the same
again, and then the database need not be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from merkwerk.connectors.values import Post
from merkwerk.networks.models import Source

LASTS = timedelta(hours=1)
"""What another process changed meanwhile, or cleared away, is looked at again after that."""
MOST = 200_000


@dataclass
class Seen:
    """For each post of each source a mark of how it looked last; all forgotten after an hour."""

    marks: dict[int, int] = field(default_factory=dict)
    since: datetime | None = None
    lock: Lock = field(default_factory=Lock)

    def fresh(self, source: Source | None, posts: Iterable[Post], now: datetime) -> list[Post]:
        """The posts that this source did not show like that before."""
        if source is None:
            return list(posts)
        if self.since is None or abs(now - self.since) > LASTS or len(self.marks) > MOST:
            self.forget(now)
        marks = self.marks
        return [post for post in posts if marks.get(_key(source, post)) != _mark(post)]

    def remember(self, source: Source | None, posts: Iterable[Post]) -> None:
        """Once it is really stored."""
        if source is not None:
            with self.lock:
                self.marks.update((_key(source, post), _mark(post)) for post in posts)

    def forget(self, now: datetime | None = None) -> None:
        """Everything."""
        with self.lock:
            self.marks, self.since = {}, now


seen = Seen()


def _key(source: Source, post: Post) -> int:
    return hash((source.pk, source.added, post.network, post.uid))


def _mark(post: Post) -> int:
    return hash((
        post.text, post.html, post.title, post.url, post.edited, post.revision, post.warning,
        post.language, post.reply_to, post.root, post.audience, post.links, post.tags,
        post.mentions, post.pictures, post.author, tuple(post.native.items()),
    ))  # fmt: skip
