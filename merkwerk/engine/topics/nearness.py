"""`NEAR/n`: whether two leaves stand near each other in the words of a post."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from merkwerk.engine.topics.query import Leaf, Near, Phrase, Prefix

MOST_WITHIN = 50

Places = list[tuple[int, int]]
"""First and last word of each time a leaf occurs, counted along the post."""


def is_near(near: Near, row: str) -> bool:
    """Whether a reading's `row` meets a NEAR."""
    return any(pairs(near, numbered(row.partition("|")[0].split(" "))))


def numbered(words: Iterable[str]) -> list[tuple[str, int]]:
    """Words with their places; over a break (an empty word) the count jumps too far for a NEAR."""
    found: list[tuple[str, int]] = []
    at = 0
    for word in words:
        at += 1 if word else MOST_WITHIN + 1
        if word:
            found.append((word, at))
    return found


def pairs(near: Near, words: list[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """First and last place of every stretch that holds a left leaf and the closest right one."""
    rights = _places(near.right, words)
    starts = [start for start, _ in rights]
    ends = [end for _, end in rights]
    for start, end in _places(near.left, words) if rights else ():
        at = bisect_left(starts, end + 1)
        if at < len(starts) and starts[at] - end <= near.within:
            yield start, ends[at]
        at = bisect_left(ends, start) - 1
        if at >= 0 and start - ends[at] <= near.within:
            yield starts[at], end


def _places(leaf: Leaf, words: list[tuple[str, int]]) -> Places:
    match leaf:
        case Prefix(beginning):
            return [(at, at) for word, at in words if word.startswith(beginning)]
        case Phrase(phrase):
            return _phrase_places(list(phrase), words)
        case _:
            return [(at, at) for word, at in words if word == leaf.token]


def _phrase_places(phrase: list[str], words: list[tuple[str, int]]) -> Places:
    said = [word for word, _ in words]
    found: Places = []
    for at in range(len(words) - len(phrase) + 1):
        first, last = words[at][1], words[at + len(phrase) - 1][1]
        if last - first == len(phrase) - 1 and said[at : at + len(phrase)] == phrase:
            found.append((first, last))
    return found
