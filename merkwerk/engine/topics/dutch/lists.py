"""What the rules of Dutch don't tell, from `words.txt`: irregular nouns, strong verbs, and which
words are verbs or adjectives at all. Own lists, kept short, without accents as folded texts are."""

from __future__ import annotations

import re
from pathlib import Path

_PARTS = re.split(r"\[([\w ]+)\]\n", Path(__file__).with_name("words.txt").read_text("utf-8"))
_SECTIONS = dict(zip(_PARTS[1::2], _PARTS[2::2], strict=True))


def _words(section: str) -> tuple[str, ...]:
    return tuple(_SECTIONS[section].split())


def _table(section: str) -> dict[str, tuple[str, ...]]:
    rows = (line.split() for line in _SECTIONS[section].splitlines() if line)
    return {first: tuple(others) for first, *others in rows}


PLURALS = _table("nouns")
"""Singular to plurals; also for what ends in one (`snelweg`)."""
DIMINUTIVES = _table("diminutives")
NO_PLURALS = frozenset(_words("no plurals"))
"""Words that are rather themselves than the plural of another."""
NO_DIMINUTIVES = frozenset(_words("no diminutives"))
LOANS = frozenset(_words("loans"))
"""Singulars that take -s where the rule would say -en."""

STRONG = _table("strong verbs")
"""Infinitive to past, past plural and participle."""
STEMS = {word: stem for word, (stem,) in _table("short presents").items()}
NO_PASTS = frozenset(_words("no pasts"))
"""Past forms that are rather another word: never read back to their verb."""
WEAK = frozenset(_words("weak verbs"))
"""Verbs the rules inflect; those made of one with a prefix (`verwerken`) count as well."""
PARTICLES = tuple(sorted(_words("particles"), key=len, reverse=True))
INSEPARABLE = ("ver", "ont", "her", "be")
WHOLE = frozenset(_words("whole verbs"))
"""Verbs that look separable and aren't."""
SHORT_STEMS = _words("short stems")
"""Ends of verb stems in -er without stress: *luister*, where *studeer* is long."""

ADJECTIVES = frozenset(_words("adjectives"))
ADJECTIVE_ENDS = _words("adjective ends")
NOUN_ENDS = _words("noun ends")

NEVER = frozenset(_words("never"))
"""Words that are never stretched and are no part of a compound."""
NO_PARTS = frozenset(_words("no parts"))
"""Not the other half of a compound: beginnings and ends that only look like words."""
