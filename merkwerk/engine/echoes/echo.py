"""What is found: a text that resembles another one, how much, and by what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from merkwerk.engine.echoes.passages import shared

NEARLY = 0.5
"""From here on two texts are nearly the same: a copy with some words changed."""

SIMILAR = 0.3
"""From here on two texts are similar: they share a good part of their sentences."""

Kind = Literal["same-link", "nearly", "similar"]


@dataclass(frozen=True, slots=True)
class Echo:
    """A post (`key`) that says or shares what was asked about.

    `score` is the share of character 4-grams they have in common (Jaccard, 0 to 1), exact.
    `kind` is the strongest reason: `nearly` (0.5 or more), else `same-link` (they point to the
    same page), else `similar` (0.3 or more)."""

    key: int
    score: float
    kind: Kind
    older: Callable[[], str] = field(repr=False, compare=False)
    newer: str = field(repr=False, compare=False)

    @property
    def shared(self) -> str:
        """The longest passage both have, in the words of the older post; empty when they share a
        link only. Worked out when asked for; empty, too, when the index has forgotten the post
        by then."""
        return shared(self.older(), self.newer)


def kind_of(score: float, same_link: bool) -> Kind | None:
    """The strongest reason to call two posts echoes; none when there is none."""
    if score >= NEARLY:
        return "nearly"
    if same_link:
        return "same-link"
    return "similar" if score >= SIMILAR else None
