"""The posts of a place with what several figures need, worked out once."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from merkwerk.engine.text import LINK, grapheme_count
from merkwerk.engine.tone.card import EXAMPLES, Fact, Figure, Heard

SHOWN = "x" * 23
"""An address counts as so many signs, as networks show and count it, however long it is."""


def signs(text: str) -> int:
    """How many signs somebody reads: an address is one short word of it."""
    return grapheme_count(LINK.sub(SHOWN, text))


@dataclass(frozen=True, slots=True)
class Place:
    """Posts in order of time, the length of each in signs, and the middle of those lengths."""

    posts: tuple[Heard, ...]
    lengths: Mapping[int, int]
    middle: float
    zone: tzinfo

    @classmethod
    def of(cls, posts: Sequence[Heard], zone: tzinfo) -> Place:
        lengths = {post.key: signs(post.text.strip()) for post in posts}
        return cls(tuple(posts), lengths, statistics.median(lengths.values()), zone)

    def people(self, posts: Iterable[Heard]) -> int:
        """How many authors; posts without one are one author together."""
        return len({post.author for post in posts})

    def figure(
        self,
        code: str,
        posts: Sequence[Heard],
        of: int,
        facts: Mapping[str, Fact] | None = None,
        best: Mapping[int, float] | None = None,
    ) -> Figure:
        """A figure that these posts speak for. `best`: the more, the better an example."""
        return Figure(
            code=code,
            of=of,
            has=len(posts),
            people=self.people(posts),
            facts=facts or {},
            examples=self.typical(posts, best or {}),
        )

    def typical(self, posts: Iterable[Heard], best: Mapping[int, float]) -> tuple[int, ...]:
        """At most five keys: best examples first, then of the usual length, then the newest; each
        of another author before anybody comes twice."""
        ordered = sorted(
            posts,
            key=lambda post: (
                -best.get(post.key, 0.0),
                abs(math.log((self.lengths[post.key] + 1) / (self.middle + 1))),
                -post.at.timestamp(),
                post.key,
            ),
        )
        seen: dict[str, int] = {}
        turns: list[tuple[int, int, int]] = []
        for at, post in enumerate(ordered):
            seen[post.author] = seen.get(post.author, 0) + 1
            turns.append((seen[post.author], at, post.key))
        return tuple(key for _, _, key in sorted(turns)[:EXAMPLES])
