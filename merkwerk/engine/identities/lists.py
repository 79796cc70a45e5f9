"""Lists of words from `texts/lists.txt`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

LISTS = Path(__file__).parent / "texts" / "lists.txt"


@cache
def _lists() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    name = ""
    for line in LISTS.read_text(encoding="utf-8").splitlines():
        if line.endswith(":"):
            name = line[:-1]
        elif not line.startswith("#"):
            found.setdefault(name, set()).update(line.split())
    return {name: frozenset(words) for name, words in found.items()}


def words_of(name: str) -> frozenset[str]:
    """All words of a list; a `KeyError` when there is none of that name."""
    return _lists()[name]
