"""A reason as a code with its facts; the page that shows it finds the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Because:
    """`code` is stable and named in the judgement's docstring; `facts` are what a sentence needs
    (counts, days, minutes, names), never a sentence."""

    code: str
    facts: Mapping[str, int | str] = field(default_factory=dict, hash=False)
