"""How Dutch spells a word before an ending: open and closed syllables, f and v, s and z."""

from __future__ import annotations

import re

_VOWEL_GROUP = re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|eu|oe|ij|ei|ui|ou|au|[aeiouy]")
_TWO = re.compile(r"(?:aa|ee|oo|uu)[bcdfgklmnprstvwxz]$")
_SHORT = re.compile(r"(?:^|[^aeiou]|qu)[aeiou][bdfgklmnprst]$")
_OPEN = re.compile(r"(?:^|[^aeiou]|qu)[aeou][bcdfgklmnprstvz]$")
_LONG_END = re.compile(r"(?:aa|ee|oo|uu|ie|eu|oe|ij|ei|ui|ou|au)[sf]$|[lr]f$")
_UNSTRESSED = re.compile(r"(?:[^aeiou]|ij|ui|ou|au|oe|ie|ei)e[lmnr]$|ig$|ik$|[^o]or$")
_VOICED = {"f": "v", "s": "z"}
_VOICELESS = {"v": "f", "z": "s"}


def syllables(word: str) -> int:
    """How many groups of vowels a word has."""
    return len(_VOWEL_GROUP.findall(word))


def is_unstressed(word: str) -> bool:
    """Whether its last syllable is one that never doubles its consonant: *nodig*, *tafel*."""
    return syllables(word) > 1 and bool(_UNSTRESSED.search(word))


def opened(word: str, voiced: bool | None = None) -> str:
    """A word as written before -en or -e: boom → bom, bal → ball, huis → huiz, dief → diev.
    `voiced` overrules whether s and f change."""
    voice = bool(_LONG_END.search(word)) if voiced is None else voiced
    if _TWO.search(word):
        word = word[:-2] + word[-1]
    elif _SHORT.search(word) and not is_unstressed(word):
        return word + word[-1]
    return word[:-1] + _VOICED.get(word[-1], word[-1]) if voice else word


def closed(base: str) -> str:
    """The other way about, for what stands before -en: bom → boom, ball → bal, huiz → huis."""
    if len(base) > 2 and base[-1] == base[-2] and base[-1] not in "aeiou":
        return base[:-1]
    if _OPEN.search(base) and base[-1] != "w":
        base = base[:-1] + base[-2] + base[-1]
    return base[:-1] + _VOICELESS.get(base[-1], base[-1])
