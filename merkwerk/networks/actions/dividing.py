"""A long text as a thread: a proposal where it could be divided, for its writer to change."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from merkwerk.connectors.bluesky.writing import BYTES
from merkwerk.connectors.values import Length, Network
from merkwerk.networks.actions.own_words import measured_part
from merkwerk.networks.models import ConnectedAccount, Post

_UNIT = re.compile(r"\s*\S+\s*|\s+")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*$")
_SENTENCE = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+$")
_SHORTENED = re.compile(r"^\s*(?:(?:\w\.)+|(?:bijv|nr|dr|mr|ir|ca|blz|art|prof|incl|excl)\.)\s+$")
FULL_ENOUGH = 1 / 3
WORD, SENTENCE, PARAGRAPH = 0, 1, 2


@dataclass(slots=True)
class _Unit:
    """One word with the white space behind it: what it counts for, with and without that, and
    which border it ends at."""

    text: str
    used: int
    bare: int
    size: int
    border: int


def split(
    text: str, *, account: ConnectedAccount, warning: str = "", quotes: Post | None = None
) -> list[str]:
    """Pieces that fit the network one by one, cut after paragraphs where that fills a third of a
    part, else after sentences, else between words: never inside a word, an address or an emoji, so
    a word longer than a whole part stands in one that is too long. The pieces joined are the text,
    to the last sign. One pass, so that a long draft costs milliseconds."""

    def measure(piece: str, place: int = 2) -> Length:
        return measured_part(piece, account=account, warning=warning, quotes=quotes, place=place)

    units = _units(text, measure)
    if not units:
        return [text] if text else []
    pieces: list[str] = []
    start = 0
    while start < len(units):
        room = measure("x", 1 if not pieces else 2)
        size = BYTES - 4 * room.used if account.network == Network.BLUESKY else len(text) * 4
        end = _end(units, start, room.left + 1, size)
        pieces.append("".join(unit.text for unit in units[start:end]))
        start = end
    return pieces


def _units(text: str, measure: Callable[[str], Length]) -> list[_Unit]:
    empty = measure("").used
    made = []
    for found in _UNIT.finditer(text):
        word = found.group()
        bare = word.rstrip()
        made.append(
            _Unit(
                word,
                measure(word).used - empty,
                measure(bare).used - empty,
                len(word.encode("utf-8", "surrogatepass")),
                _border(word),
            )
        )
    return made


def _border(word: str) -> int:
    if _PARAGRAPH.search(word):
        return PARAGRAPH
    if _SENTENCE.search(word) and not _SHORTENED.search(word):
        return SENTENCE
    return WORD


def _end(units: list[_Unit], start: int, room: int, size: int) -> int:
    """Where the part that begins at `start` ends: as late as fits, at the best border there is."""
    used = taken = 0
    best: dict[int, int] = {}
    for here in range(start, len(units)):
        unit = units[here]
        if here > start and (used + unit.bare > room or taken + unit.size > size):
            return best.get(PARAGRAPH) or best.get(SENTENCE) or here
        used, taken = used + unit.used, taken + unit.size
        if used >= room * FULL_ENOUGH:
            best[unit.border] = here + 1
    return len(units)
