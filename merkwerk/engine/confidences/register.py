"""The list of names compiled: every way of writing them in tables that a text is held against."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from merkwerk.engine.confidences import lexicon
from merkwerk.engine.confidences.forms import (
    GENERIC,
    LINKS,
    How,
    Spelling,
    forms,
    spelling,
)
from merkwerk.engine.confidences.misspelt import Misspellings
from merkwerk.engine.confidences.values import Confidence

HEAD, LONG_HEAD = 4, 7
_MORE = re.compile(r"\s*\(|\s+[-–—|]\s+")
LEAST_PART = 5
MOST_FILLED = 0.05
Owners = int | tuple[int, ...]
"""Which confidence and how, as one number (eight times the place in the list, and the `How`), or
several of them."""


class Register:
    """`rows`: letters of a form to its owners; `lengths`: the first seven letters of rows, or four
    of shorter ones, to how long they are, longest first; `tails`: the first letter of a name and
    the row of what comes after its first word, to its owners."""

    def __init__(self, confidences: Iterable[Confidence]) -> None:
        self.confidences: Sequence[Confidence] = tuple(confidences)
        self.rows: dict[str, Owners] = {}
        self.tails: dict[str, Owners] = {}
        self._seen: dict[tuple[int, str], tuple[str, ...]] = {}
        shared: Counter[str] = Counter()
        initials: list[tuple[str, int]] = []
        for place, _one in enumerate(self.confidences):
            words: set[str] = set()
            for said in self.spellings(place):
                for row, how in forms(said).items():
                    if how == How.INITIALS:
                        initials.append((row, place * 8 + how))
                        continue
                    self._add(self.rows, row, place * 8 + how)
                self._add_tail(place, said)
                words.update(said.core)
            shared.update(words)
        self._add_parts(shared)
        self._add_initials(initials)
        self.lengths = self._heads()
        self.misspellings = Misspellings(
            row for row, owners in self.rows.items() if _worth_misspelling(owners)
        )

    def spellings(self, place: int) -> list[Spelling]:
        """Its name and aliases, as they are compared."""
        one = self.confidences[place]
        said = (spelling(part) for name in (one.name, *one.aliases) for part in _apart(name))
        return [each for each in said if each.words]

    def _add(self, table: dict[str, Owners], row: str, owner: int) -> None:
        there = table.get(row)
        if there is None:
            table[row] = owner
            return
        several = there if isinstance(there, tuple) else (there,)
        if all(other >> 3 != owner >> 3 for other in several):
            table[row] = (*several, owner)

    def _add_tail(self, place: int, said: Spelling) -> None:
        first, rest = said.lawful[0], "".join(said.lawful[1:])
        if len(first) >= 4 and len(rest) >= 4 and first not in GENERIC:
            self._add(self.tails, first[0] + rest, place * 8)

    def _add_parts(self, shared: Counter[str]) -> None:
        """A word that only one name has, and that is no ordinary word, stands for it."""
        for place in range(len(self.confidences)):
            for said in self.spellings(place):
                if len(said.core) < 2:
                    continue
                for word in said.core:
                    if len(word) >= LEAST_PART and shared[word] == 1 and _rare(word):
                        self._add(self.rows, word, place * 8 + How.PART)

    def _add_initials(self, initials: list[tuple[str, int]]) -> None:
        """Those that say something: where names have one in twenty of all there can be of that
        many letters, any abbreviation would hit one."""
        filled = Counter(len(row) for row in {row for row, _ in initials})
        for row, owner in initials:
            if filled[len(row)] <= MOST_FILLED * 26 ** len(row):
                self._add(self.rows, row, owner)

    def _heads(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, set[int]] = {}
        for row in self.rows:
            head = row[:LONG_HEAD] if len(row) >= LONG_HEAD else row[:HEAD]
            found.setdefault(head, set()).add(len(row))
        return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in found.items()}

    def pieces(self, place: int, row: str) -> tuple[str, ...]:
        """The words in which a row was registered, for one of its owners."""
        key = (place, row)
        if key not in self._seen:
            if len(self._seen) > 10_000:
                self._seen.clear()
            self._seen[key] = next(self._words_of(place, row), (row,))
        return self._seen[key]

    def _words_of(self, place: int, row: str) -> Iterator[tuple[str, ...]]:
        for said in self.spellings(place):
            for words in (said.words, said.lawful, said.core):
                for kept in (words, tuple(word for word in words if word not in LINKS)):
                    if "".join(kept) == row:
                        yield kept

    def __len__(self) -> int:
        return len(self.confidences)


def _apart(name: str) -> tuple[str, ...]:
    """A name, and what stands before its brackets or dash: "Vox Media (redactie)"."""
    short = _MORE.split(name, maxsplit=1)[0].strip()
    return (name,) if short == name or len(short) < 4 else (name, short)


def owners_of(found: Owners) -> tuple[int, ...]:
    """As a tuple, whichever way they are kept."""
    return found if isinstance(found, tuple) else (found,)


def _rare(word: str) -> bool:
    return word not in GENERIC and not lexicon.ordinary(word) and not lexicon.known_name(word)


def _worth_misspelling(owners: Owners) -> bool:
    return any(owner & 7 in (How.WHOLE, How.SHORTENED) for owner in owners_of(owners))
