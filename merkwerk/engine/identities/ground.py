"""Common ground: which of a colleague's subjects somebody talks about too, and where it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shared:
    """`subject` as the colleague wrote it; `places`: numbers of the texts that show it, newest
    (first given) first; `word` as it stands in the first of them."""

    subject: str
    places: tuple[int, ...]
    word: str


def common_ground(subjects: Sequence[str], texts: Sequence[str]) -> tuple[Shared, ...]:
    """The subjects that any of the texts (posts, bio, tags) speak of, those in most texts first."""
    raise NotImplementedError
