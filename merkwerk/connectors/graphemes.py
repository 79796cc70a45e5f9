"""Counting what a reader takes for one character (extended grapheme clusters, UAX #29)."""

from __future__ import annotations

import regex

_CLUSTER = regex.compile(r"\X")


def count(text: str) -> int:
    """How many characters a reader sees: "👩‍👩‍👧" is one, "é" in two code points is one."""
    return sum(1 for _ in _CLUSTER.finditer(text))
