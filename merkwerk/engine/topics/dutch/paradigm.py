"""One reading of a word: what it comes from, and everything that can become."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paradigm:
    """`kind` is noun, verb or adjective; `forms` come by rule, the lemma first; `others` only count
    when people are heard to say them; `own` are forms that no other kind of word has."""

    kind: str
    lemma: str
    forms: tuple[str, ...]
    others: tuple[str, ...]
    own: frozenset[str]

    def holds(self, word: str) -> bool:
        return word in self.forms or word in self.others
