"""When two spellings name the same organisation, and which organisation a mail address is of."""

from __future__ import annotations

import re

from merkwerk.engine.text import fold, without_tricks

LEGAL_FORMS = frozenset(
    [
        *("bv", "nv", "vof", "cv", "ua", "bvba", "stichting", "vereniging"),
        *("cooperatie", "cooeperatie", "groep"),
        *("sprl", "sa", "sarl", "srl", "spa"),
        *("gmbh", "ag", "kg", "ohg", "ug", "mbh", "ev"),
        *("ltd", "llc", "llp", "plc", "inc", "corp", "co", "company", "limited", "incorporated"),
        *("corporation", "holding", "group"),
        *("ab", "as", "oy", "aps"),
    ]
)
"""Dutch, Belgian, German, French, Italian, Nordic and English ones, as they are written folded."""

_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}|\b[a-z](?:\.[a-z])+\b")
_SIGNS = re.compile(r"[^\w]+")


def organisation_key(name: str) -> str:
    """What spellings of one organisation have in common: folded, without legal form, sign or
    "the" ("Bakker & Zn. B.V." and "bakker en zn" are "bakker zn"). At most 200 letters; empty
    when nothing is left to go by. A name of legal forms alone keeps them."""
    folded = fold(without_tricks(name[:400]))
    joined = _DOTTED.sub(lambda found: found.group().replace(".", ""), folded)
    words = [word for word in _SIGNS.split(joined) if word and word not in ("en", "and", "the")]
    core = [word for word in words if word not in LEGAL_FORMS] or words
    return " ".join(core)[:200].strip()
