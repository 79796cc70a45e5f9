"""What differs between two versions of a text, paragraph by paragraph and word by word, and how to
take over a part of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Generic, TypeVar

ALIKE = 0.4
"""Two paragraphs that share at least this part of their words are one that was changed."""
MOST_WORDS = 3_000
"""Words that are held against each other one by one; in longer paragraphs only ends are cut off."""
MOST_PAIRS = 4_000
"""Pairs of paragraphs in one stretch that are looked at for what belongs together."""
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
Block = TypeVar("Block", bound=Hashable)


class What(StrEnum):
    """What happened to a paragraph or to words in it."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and what happened to them: same, added or removed."""

    what: What
    text: str


@dataclass(frozen=True, slots=True)
class Change(Generic[Block]):
    """One paragraph of the two versions. `before` is None for an added one, `after` for a removed
    one; `follows` is the last paragraph before it that the older version has (None: the start)."""

    what: What
    before: Block | None
    after: Block | None
    follows: Block | None
    pieces: tuple[Piece, ...]


def changes(
    before: Sequence[Block], after: Sequence[Block], words: Callable[[Block], str]
) -> list[Change[Block]]:
    """Every paragraph of both versions in reading order, with what happened to it. Paragraphs are
    the same when they are equal; `words` gives what of one is read. Joining the `after`s gives the
    newer version, joining the `before`s the older. Longest common runs of paragraphs stay (Ratcliff
    and Obershelp, difflib without its guess at junk); between them those most alike are paired."""
    found: list[Change[Block]] = []
    last: Block | None = None
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        old, new = before[old_start:old_end], after[new_start:new_end]
        pairs = zip(old, new, strict=True) if tag == "equal" else _paired(old, new, words)
        for one, other in pairs:
            found.append(_change(one, other, last, words))
            last = one if one is not None else last
    return found


def _change(
    one: Block | None, other: Block | None, last: Block | None, words: Callable[[Block], str]
) -> Change[Block]:
    if one is None:
        assert other is not None  # noqa: S101
        return Change(What.ADDED, None, other, last, _whole(What.ADDED, words(other)))
    if other is None:
        return Change(What.REMOVED, one, None, last, _whole(What.REMOVED, words(one)))
    if one == other:
        return Change(What.SAME, one, other, last, _whole(What.SAME, words(one)))
    return Change(What.CHANGED, one, other, last, tuple(differing(words(one), words(other))))


def _whole(what: What, text: str) -> tuple[Piece, ...]:
    return (Piece(what, text),) if text else ()


def _paired(
    old: Sequence[Block], new: Sequence[Block], words: Callable[[Block], str]
) -> list[tuple[Block | None, Block | None]]:
    """The paragraphs of a stretch that differs, the alike ones next to each other, in order."""
    pairs: list[tuple[Block | None, Block | None]] = []
    place = 0
    bags = [frozenset(words(one).lower().split()) for one in old]
    others = [frozenset(words(one).lower().split()) for one in new]
    small = len(old) * len(new) <= MOST_PAIRS
    for one, bag in zip(old, bags, strict=True):
        best = max(
            range(place, len(new)), key=lambda at: _alike(bag, others[at]), default=None
        )  # fmt: skip
        if not small or best is None or _alike(bag, others[best]) < ALIKE:
            pairs.append((one, None))
            continue
        pairs += [(None, other) for other in new[place:best]]
        pairs.append((one, new[best]))
        place = best + 1
    return [*pairs, *((None, other) for other in new[place:])]


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared words over all words of both (Dice, 1945)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def differing(before: str, after: str) -> list[Piece]:
    """The words of two texts as one: those that stayed, went and came. Leaving out what came gives
    the older text, leaving out what went the newer."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for what, text in _steps(old, new):
        if text and pieces and pieces[-1].what is what:
            pieces[-1] = Piece(what, pieces[-1].text + text)
        elif text:
            pieces.append(Piece(what, text))
    return pieces


def _steps(old: list[str], new: list[str]) -> Iterable[tuple[What, str]]:
    if len(old) + len(new) > MOST_WORDS:
        return _ends(old, new)
    steps: list[tuple[What, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            steps.append((What.SAME, "".join(old[a:b])))
        else:
            steps += [(What.REMOVED, "".join(old[a:b])), (What.ADDED, "".join(new[c:d]))]
    return steps


def _ends(old: list[str], new: list[str]) -> list[tuple[What, str]]:
    """What two long texts have in common at either end; what stands between is one change."""
    start, end = 0, 0
    shortest = min(len(old), len(new))
    while start < shortest and old[start] == new[start]:
        start += 1
    while end < shortest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return [
        (What.SAME, "".join(old[:start])),
        (What.REMOVED, "".join(old[start : len(old) - end])),
        (What.ADDED, "".join(new[start : len(new) - end])),
        (What.SAME, "".join(old[len(old) - end :])),
    ]


def taken_over(
    now: Sequence[Block], found: Sequence[Change[Block]], taken: Collection[int]
) -> tuple[list[Block], list[int]]:
    """`now` with those of the `found` changes in it whose numbers are in `taken`, and the numbers
    of those that could not be: what they change isn't there any more. What was written meanwhile
    stays. A new paragraph comes after the one it followed; when that one is gone, at the end."""
    text = list(now)
    failed: list[int] = []
    behind: dict[Block | None, Block | None] = {}
    for number, change in enumerate(found):
        if number not in taken or change.what is What.SAME:
            continue
        if change.before is None:
            _put(text, change, behind)
        elif change.before in text:
            place = text.index(change.before)
            text[place : place + 1] = [] if change.after is None else [change.after]
            behind[change.before] = change.after
        else:
            failed.append(number)
    return text, failed


def _put(
    text: list[Block], change: Change[Block], behind: dict[Block | None, Block | None]
) -> None:
    """Puts a new paragraph behind the one it follows, or behind what came in its place."""
    assert change.after is not None  # noqa: S101
    anchor = behind.get(change.follows, change.follows)
    here = text.index(anchor) + 1 if anchor in text else len(text)
    place = here if anchor is not None else 0
    text.insert(place, change.after)
    behind[change.follows] = change.after
