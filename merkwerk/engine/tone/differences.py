"""Where a text talks otherwise than people do in the place it is meant for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from merkwerk.engine.questions import is_question
from merkwerk.engine.remark import Remark
from merkwerk.engine.text import LINK, tokens
from merkwerk.engine.tone.address import address
from merkwerk.engine.tone.formal_signs import EMOJI
from merkwerk.engine.tone.place import signs

MOST = 3
CLEAR = 4
"""So many times as many say it one way as the other."""
SELDOM = 10
"""In fewer of a hundred posts."""
OFTEN = 40


def differences(
    figures: Sequence[Mapping[str, Any]], text: str, language: str
) -> tuple[Remark, ...]:
    """Where a text differs clearly from the figures of a tone card, at most three, what readers
    notice first in front. `figures` as they are kept: `code`, `share` (of a hundred), `facts`.

    Codes: `address` (facts `here`, `yours`: "je" or "u" and their like, `language`), `length`
    (`high`: half of the posts are shorter; `yours`: signs), `hashtags` (`usual`, `yours`), `emoji`
    (`share`, `yours`), `questions` (`share`), `links` (`share`). A card without figures has no
    differences."""
    found = {figure["code"]: figure for figure in figures if figure["code"] != "address"}
    cards = [figure for figure in figures if figure["code"] == "address"]
    told = (
        _address(cards, text, language),
        _length(found.get("length"), text),
        _tags(found.get("hashtags"), text),
        _seldom("emoji", found.get("emoji"), len(EMOJI.findall(text))),
        _seldom("links", found.get("links"), len(LINK.findall(text))),
        _asked(found.get("questions"), text),
    )
    return tuple(remark for remark in told if remark)[:MOST]


_WORDS = {"nl": ("je", "u"), "de": ("du", "Sie"), "fr": ("tu", "vous")}


def _address(cards: Sequence[Mapping[str, Any]], text: str, language: str) -> Remark | None:
    code = language[:2].lower()
    card = next((one for one in cards if one["facts"].get("language") == code), None)
    said = address(text, code)
    if card is None or bool(said.formal) == bool(said.informal):
        return None
    informal, formal = int(card["facts"]["informal"]), int(card["facts"]["formal"])
    familiar, polite = _WORDS[code]
    if said.formal and informal >= CLEAR * max(formal, 1):
        return Remark("address", facts=(("here", familiar), ("yours", polite), ("language", code)))
    if said.informal and formal >= CLEAR * max(informal, 1):
        return Remark("address", facts=(("here", polite), ("yours", familiar), ("language", code)))
    return None


def _length(figure: Mapping[str, Any] | None, text: str) -> Remark | None:
    if figure is None:
        return None
    high, yours = int(figure["facts"]["high"]), signs(text[:20_000])
    if yours <= 2 * high:
        return None
    return Remark("length", facts=(("high", high), ("yours", yours)))


def _tags(figure: Mapping[str, Any] | None, text: str) -> Remark | None:
    if figure is None:
        return None
    yours = sum(1 for token in tokens(text[:20_000]) if token.word[0] == "#")
    usual = int(figure["facts"].get("median", 0)) if figure["share"] >= SELDOM else 0
    if yours < max(usual + 3, 2 * usual):
        return None
    return Remark("hashtags", facts=(("usual", usual), ("yours", yours)))


def _seldom(code: str, figure: Mapping[str, Any] | None, yours: int) -> Remark | None:
    if figure is None or not yours or figure["share"] >= SELDOM:
        return None
    return Remark(code, facts=(("share", int(figure["share"])), ("yours", yours)))


def _asked(figure: Mapping[str, Any] | None, text: str) -> Remark | None:
    if figure is None or figure["share"] < OFTEN or not text.strip() or is_question(text).asks:
        return None
    return Remark("questions", facts=(("share", int(figure["share"])),))
