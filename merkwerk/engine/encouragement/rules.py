"""What a rule is: signs of one kind, and the gentler way that goes with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """`code` is one of remarks.CODES. `own_word`: in a question, or said of oneself, it commands
    nobody, so it is passed over there."""

    code: str
    signs: re.Pattern[str]
    gentler: str
    own_word: bool = True


@dataclass(frozen=True, slots=True)
class Tongue:
    """All that is known of one language. `plain` gives the everyday word for an office word."""

    rules: tuple[Rule, ...]
    plain: Mapping[str, str]
    office: re.Pattern[str]
    passive: re.Pattern[str]
    self_word: re.Pattern[str]
    who_does_it: str
    cut_in_two: str


def between(most: int) -> str:
    """At most so many words of the same clause, as few as will do."""
    return rf"(?:\s+[\w'’-]+){{0,{most}}}?\s+"


def signs(*parts: str) -> re.Pattern[str]:
    """One pattern of several, each from the beginning of a word to the end of one."""
    return re.compile(r"\b(?:" + "|".join(parts) + r")(?!\w)", re.IGNORECASE)


def words(plain: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern for all keys, the longest first."""
    longest = sorted(plain, key=len, reverse=True)
    return signs(*(re.escape(word) for word in longest))
