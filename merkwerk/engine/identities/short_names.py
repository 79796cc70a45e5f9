"""Short forms of given names: Wim for Willem, Bill for William.

English ones come from a table (`tables/short_names.xz`, origin in `tables/SOURCE.md`), Dutch ones
are our own (`texts/short_names_nl.txt`)."""

from __future__ import annotations

import lzma
from functools import cache
from pathlib import Path

ENGLISH = Path(__file__).parent.parent / "tables" / "short_names.xz"
DUTCH = Path(__file__).parent / "texts" / "short_names_nl.txt"


@cache
def _table() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Short forms of each name, and names of each short form."""
    lines = lzma.decompress(ENGLISH.read_bytes()).decode().splitlines()
    lines += DUTCH.read_text(encoding="utf-8").splitlines()
    down: dict[str, set[str]] = {}
    up: dict[str, set[str]] = {}
    for line in lines:
        name, *shorts = line.split()
        for short in shorts:
            down.setdefault(name, set()).add(short)
            up.setdefault(short, set()).add(name)
    return (
        {name: frozenset(found) for name, found in down.items()},
        {name: frozenset(found) for name, found in up.items()},
    )


def short_forms(name: str) -> frozenset[str]:
    """Other names for the same given name: its short forms and what it is short for (folded)."""
    down, up = _table()
    return down.get(name, frozenset()) | up.get(name, frozenset())


def same_given(one: str, other: str) -> bool:
    """Whether two given names may be one: equal, one short for the other, or both for a third
    (Bill and Will)."""
    if one == other or other in short_forms(one):
        return True
    _, up = _table()
    return bool(up.get(one, frozenset()) & up.get(other, frozenset()))
