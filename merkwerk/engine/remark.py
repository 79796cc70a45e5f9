"""Something that can be said of a text, with the words that show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a text as written; `start` and `end` count its characters."""

    said: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Remark:
    """`code` is stable and named in the judgement's docstring; `words` are what shows it, in order,
    none where something is missing; `facts` what a sentence needs, never a sentence."""

    code: str
    words: tuple[Words, ...] = ()
    facts: tuple[tuple[str, int | str], ...] = ()

    def fact(self, name: str) -> int | str:
        """One fact by its name; KeyError when there is none."""
        return dict(self.facts)[name]


def words_at(text: str, places: Iterable[tuple[int, int]]) -> tuple[Words, ...]:
    """The words at these places (start, end) of a text."""
    return tuple(Words(text[start:end], start, end) for start, end in places)
