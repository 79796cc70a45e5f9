"""What keeps people from reading a text: screen readers, tired eyes, another first language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from merkwerk.engine.plain_words import hard_words, long_sentences
from merkwerk.engine.remark import Remark, words_at
from merkwerk.engine.tag_words import camel_case
from merkwerk.engine.text import LINK
from merkwerk.engine.tone.formal_signs import EMOJI

LONGEST = 20_000
"""So many characters are read."""
WALL = 4
"""So many emoji in a row are read out one by one, by their whole names."""
MANY_EMOJI = 10
LOUD = 3
"""So many words of capitals in a row are a shout; abbreviations are fewer."""
_MOST = 3

_TAG = re.compile(r"(?<![\w&/])#(?=[\d_]*[^\W\d_])(\w+)")
_FANCY = re.compile("[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f189\uff21-\uff5a]")
_FANCY_RUN = re.compile(rf"{_FANCY.pattern}(?:[ '’-]?{_FANCY.pattern}){{2,}}")
_CAPITALS = re.compile(
    rf"(?<![\w#@])(?:[^\W\d_a-z]{{2,}}(?:['’-][^\W\d_a-z]+)*)"
    rf"(?:[ ,]+[^\W\d_a-z]+){{{LOUD - 1},}}(?!\w)"
)
_BARE_LINK = re.compile(
    r"(?<!\w)(?:klik hier|kijk hier|lees hier|klik op (?:deze|de) link|deze link|lees meer"
    r"|meer info|link hieronder|click here|read more|this link|more info|link below)(?!\w)",
    re.IGNORECASE,
)


def accessible(text: str, descriptions: Sequence[str] = ()) -> tuple[Remark, ...]:
    """What would keep somebody from reading a text with pictures (`descriptions`: the alt text of
    each, empty where there is none). Who is shut out altogether comes first.

    - `no-description` (facts: `number` of pictures without one, `of`)
    - `fancy-letters`: letters that only look like letters (facts: `plain`, how to write the first)
    - `tag-case`: tags of several words without capitals (facts: `better`, the first one with them)
    - `emoji-wall`: four or more in a row, or ten in all (facts: `number`)
    - `capitals`: three words or more that shout
    - `link-text`: words that say nothing of where a link goes
    - `long-sentences`, `hard-words`: see `plain_words`

    Each with at most three places. Of a long text 20,000 characters are read."""
    text = text[:LONGEST]
    found = (
        _descriptions(descriptions),
        _fancy(text),
        _tags(text),
        _emoji(text),
        _places("capitals", text, [match for match in _CAPITALS.finditer(text) if _loud(match[0])]),
        _places("link-text", text, list(_BARE_LINK.finditer(text))) if LINK.search(text) else None,
        long_sentences(text),
        hard_words(text),
    )
    return tuple(remark for remark in found if remark)


def _descriptions(descriptions: Sequence[str]) -> Remark | None:
    missing = sum(1 for description in descriptions if not description.strip())
    if not missing:
        return None
    return Remark("no-description", facts=(("number", missing), ("of", len(descriptions))))


def _fancy(text: str) -> Remark | None:
    runs = list(_FANCY_RUN.finditer(text))
    if not runs:
        return None
    spans = [run.span() for run in runs[:_MOST]]
    plain = unicodedata.normalize("NFKC", runs[0][0])
    return Remark("fancy-letters", words_at(text, spans), (("plain", plain),))


def _tags(text: str) -> Remark | None:
    better = [(tag.span(), camel_case(tag[1], text)) for tag in _TAG.finditer(text)]
    told = [(span, said) for span, said in better if said]
    if not told:
        return None
    spans = [span for span, _ in told[:_MOST]]
    return Remark("tag-case", words_at(text, spans), (("better", f"#{told[0][1]}"),))


def _emoji(text: str) -> Remark | None:
    each = [match.span() for match in EMOJI.finditer(text)]
    rows: list[tuple[int, int, int]] = []
    for start, end in each:
        if rows and not text[rows[-1][1] : start].strip():
            rows[-1] = (rows[-1][0], end, rows[-1][2] + 1)
        else:
            rows.append((start, end, 1))
    walls = [(start, end) for start, end, number in rows if number >= WALL]
    if not walls and len(each) < MANY_EMOJI:
        return None
    longest = max(number for _, _, number in rows)
    number = longest if walls else len(each)
    return Remark("emoji-wall", words_at(text, walls[:_MOST]), (("number", number),))


def _loud(run: str) -> bool:
    """Whether it is words that shout, and not a row of abbreviations (AFM, DNB en CBS)."""
    return sum(len(word.strip(",")) > 3 for word in run.split()) >= 2


def _places(code: str, text: str, matches: Sequence[re.Match[str]]) -> Remark | None:
    spans = [match.span() for match in matches[:_MOST]]
    return Remark(code, words_at(text, spans)) if spans else None
