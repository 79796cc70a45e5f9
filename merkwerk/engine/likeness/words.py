"""A short text as words that carry meaning: stems, weights, numbers, denials."""

from __future__ import annotations

import re
from dataclasses import dataclass

from merkwerk.engine.likeness.lists import lines
from merkwerk.engine.likeness.stems import stem
from merkwerk.engine.text import LINK, fold, tokens

_DUTCH = frozenset(word for line in lines("small_nl.txt") for word in line.split())
_ENGLISH = frozenset(word for line in lines("small_en.txt") for word in line.split())
_CONTENT = frozenset(["us"])  # "US" in a headline is a land more often than a pronoun
DENIALS = frozenset(
    ["niet", "geen", "nooit", "niemand", "niets", "zonder", "not", "no", "never", "none"]
).union(["nobody", "nothing", "without", "neither", "nor", "cannot"])
_COUNTED = (
    "nul twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
    "zestien zeventien achttien negentien twintig",
    "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty",
)
_NUMBERS = {
    word: str(number + (number > 0))  # "een" and "one" are articles as often
    for counted in _COUNTED
    for number, word in enumerate(counted.split())
}
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}\b)")
_NOT = re.compile(r"\b(ca|do|does|did|is|are|was|were|wo|would|could|should|has|have|had)n['’]t\b")
_UNITS = re.compile(r"\b(\d+(?:[.,]\d+)?) ?(m|mln|bn|mrd|k)\b")
_UNIT_WORDS = {"m": "million", "mln": "miljoen", "bn": "billion", "mrd": "miljard", "k": "thousand"}
_JOINED = re.compile(
    r"\b(prime|united|european|grand|step(?:s|ped)?|pass(?:es|ed)?|hand(?:s|ed)?|death)[ -]"
    r"(minister|states|kingdom|nations|union|prix|down|away|over)\b"
)

LITTLE = 0.2
"""What a function word weighs; a word with a meaning weighs 1."""


@dataclass(frozen=True, slots=True)
class Word:
    """`said` as folded, `stem`, `weight`; `number` when it is one."""

    said: str
    stem: str
    weight: float
    number: str = ""


def spoken(*texts: str) -> str:
    """ "nl" or "en": of which of the two there are more small words; "en" when neither."""
    said = [token.word for text in texts for token in tokens(text)]
    dutch = sum(word in _DUTCH and word not in _ENGLISH for word in said)
    return "nl" if dutch > sum(word in _ENGLISH and word not in _DUTCH for word in said) else "en"


def words(text: str, language: str) -> tuple[Word, ...]:
    """The words of a text in order, without links, tags' signs and handles."""
    text = _INITIALS.sub(lambda found: found[0].replace(".", ""), LINK.sub(" ", text))
    folded = _NOT.sub(r"\1 not", fold(_THOUSANDS.sub("", text)))
    folded = _UNITS.sub(lambda found: f"{found[1]} {_UNIT_WORDS[found[2]]}", folded)
    folded = _JOINED.sub(r"\1\2", folded)
    small = _DUTCH if language == "nl" else _ENGLISH
    return tuple(
        _word(token.word, language, small) for token in tokens(folded) if token.word[0] not in "#@"
    )


def _word(said: str, language: str, small: frozenset[str]) -> Word:
    number = said if said.isdigit() else _NUMBERS.get(said, "")
    if number:
        return Word(said, number, 1.0, number)
    little = said in small and said not in _CONTENT
    return Word(said, stem(said, language), LITTLE if little else 1.0)
