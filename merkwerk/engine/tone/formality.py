"""How formal a text is, by signs that one can point at."""

from __future__ import annotations

import math
from dataclasses import dataclass

from merkwerk.engine.text import LINK
from merkwerk.engine.tone import formal_signs
from merkwerk.engine.tone.address import address

CASUAL, FORMAL = 0.4, 0.6


@dataclass(frozen=True, slots=True)
class Formality:
    """`score`: 0 casual to 1 formal, 0.5 when nothing speaks for either. `because`: the signs
    found with what each weighs (more than 0 is formal), the weightiest first."""

    score: float
    because: tuple[tuple[str, float], ...]


def formality(text: str, language: str) -> Formality:
    """How formal a Dutch or English text is (`language` "nl" or "en"; for others only what no
    language changes counts: emoji, exclamation marks, capitals, stretched letters). Each sign
    counts twice at most. The weights of `formal_signs.SIGNS` are set by hand."""
    code = language[:2].lower()
    text = LINK.sub(" ", text)
    found: dict[str, float] = {}
    for sign in formal_signs.SIGNS:
        if sign.language in ("", code) and (times := len(sign.pattern.findall(text))):
            found[sign.name] = sign.weight * (1.0 if times == 1 else 1.5)
    words = address(text, code) if code == "nl" else None
    if words and words.formal:
        found["u"] = 1.2
    elif words and words.informal:
        found["je"] = -0.4
    letters = [len(word) for word in formal_signs.WORD.findall(text)]
    if len(letters) >= 8:
        found["long-words"] = max(-0.8, min(0.8, (sum(letters) / len(letters) - 4.9) * 0.6))
    because = tuple(sorted(found.items(), key=lambda sign: (-abs(sign[1]), sign[0])))
    return Formality(1 / (1 + math.exp(-sum(found.values()))), because)
