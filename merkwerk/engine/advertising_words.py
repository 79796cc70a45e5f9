"""How Dutch and English advertising talks, and how people do: the lists of `tables/advertising.txt`
as expressions on folded text."""

from __future__ import annotations

import re
from pathlib import Path

from merkwerk.engine.question_words import pattern

_TEXT = (Path(__file__).parent / "tables" / "advertising.txt").read_text("utf-8")
_SPLIT = re.split(r"^\[([\w ]+)\]\n", _TEXT, flags=re.MULTILINE)
_LISTS = dict(zip(_SPLIT[1::2], _SPLIT[2::2], strict=True))


def _said(name: str) -> re.Pattern[str]:
    return pattern(_LISTS[name], before=r"(?<![\w#@'])", after=r"(?!\w)")


PARTS = {name: _said(name) for name in ("superlatives", "calls", "pride", "hype", "offers")}
DOUBT = _said("doubts")
FIRST_PERSON = _said("i say")
WE = _said("we say")
