"""Texts as people and machines read them: cut into folded words whose places in the original are
known, freed of tricks, shortened. Everything here takes time linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from merkwerk.engine.folding import EMOJI, aligned
from merkwerk.engine.folding import fold as fold

ELLIPSIS = "…"

# --- words -------------------------------------------------------------------------------------

_SINGLE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts written without spaces: each sign is a word, a word of theirs is a phrase."""

_EMOJI = f"(?:[\U0001f1e6-\U0001f1ff]{{2}}|[{EMOJI}])(?:\u200d[{EMOJI}])*"
_LINK = r"(?:https?://|(?<!\w)www\.)[^\s<>\"“”«»。、]+"
_TAG = r"(?<![\w&/])#(?=[\d_]*[^\W\d_])\w+"
_HANDLE = r"(?<![\w@.])@\w+(?:[.-]\w+)*(?:@\w+(?:[.-]\w+)*)?"

LINK = re.compile(_LINK, re.IGNORECASE)
_PIECE = re.compile(
    rf"(?P<link>{_LINK})|(?P<tag>{_TAG})|(?P<handle>{_HANDLE})"
    rf"|(?P<word>[{_SINGLE}]|[^\W_{_SINGLE}]+|{_EMOJI})"
)
_PLAIN_ASCII = re.compile(r"[a-z0-9]+")
_PLAIN = re.compile(rf"[{_SINGLE}]|[^\W_{_SINGLE}]+|{_EMOJI}")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, `#tag` or `@handle`, folded; `start` and `end` count characters of the original.

    A tag stands twice, as `#btw` and as its words; so does a handle with a server, as
    `@joris@social.example` and `@joris`. `start` is equal for such twins.
    """

    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """All tokens in order of the original text; links are cut out, emoji are words."""
    return [Token(word, start, end) for kind, word, start, end in pieces(text) if kind != "link"]


Piece = tuple[str, str, int, int]


def pieces(text: str) -> list[Piece]:
    """Kind, folded word, start and end in the original. Kinds: `word` (also within a tag),
    `handle`, `link` (an empty word), and what stands beside the sentence: `tag` and `short`."""
    folded, starts, ends = aligned(text)
    return [
        (kind, word, starts[start], ends[end - 1])
        for found in _PIECE.finditer(folded)
        for kind, word, start, end in _words(found)
    ]


def _words(found: re.Match[str]) -> Iterator[Piece]:
    whole, start, end = found[0], found.start(), found.end()
    match found.lastgroup:
        case "word":
            yield "word", whole, start, end
        case "link":
            yield "link", "", start, end
        case "tag":
            yield "tag", whole, start, end
            for part in _PLAIN.finditer(whole):
                yield "word", part[0], start + part.start(), start + part.end()
        case _:
            yield "handle", whole, start, end
            if (short := short_handle(whole)) != whole:
                yield "short", short, start, end


def short_handle(handle: str) -> str:
    """`@joris` of `@joris@social.example` and of `@joris.social.example`."""
    name = handle.lstrip("@").partition("@")[0]
    return "@" + name.partition(".")[0]


def line(folded: str) -> tuple[list[str], list[str]]:
    """Words of an already folded text in order, and beside them what is not a word of a sentence:
    tags and short handles. A link leaves an empty word, so that no phrase reaches over it."""
    if "#" not in folded and "@" not in folded and "://" not in folded and "www." not in folded:
        return (_PLAIN_ASCII if folded.isascii() else _PLAIN).findall(folded), []
    words: list[str] = []
    extra: list[str] = []
    for piece in _PIECE.finditer(folded):
        whole = piece[0]
        match piece.lastgroup:
            case "word":
                words.append(whole)
            case "link":
                words.append("")
            case "tag":
                extra.append(whole)
                words.extend(_PLAIN.findall(whole))
            case _:
                words.append(whole)
                if (short := short_handle(whole)) != whole:
                    extra.append(short)
    return words, extra


# --- what is shown -----------------------------------------------------------------------------

_BREAKS = re.compile("\r\n?|[\u2028\u2029\u0085]")
_GONE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_JOINERS = re.compile("[\u200c\u200d]+")
_FLAG_TAGS = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)|[\U000e0000-\U000e007f]"
)
_PILES = regex.compile(r"(\p{M}{8})\p{M}+")


def without_tricks(text: str) -> str:
    """The text as it may be shown: nothing in it moves, hides or breaks what stands around it.

    Off go direction overrides, embeddings, isolates and marks, zero-width and control characters
    (not the tab and the line break), NUL, hidden tag characters, and towers of more than eight
    marks. A joiner stays between signs that are joined by it (emoji, Arabic, Indic scripts), so
    families, flags and Persian stay whole. Lone surrogates become U+FFFD.
    """
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    text = _GONE.sub("", _BREAKS.sub("\n", text))
    if text.isascii():
        return text
    text = _SURROGATE.sub("\ufffd", text)
    text = _JOINERS.sub(_joiner, text)
    text = _FLAG_TAGS.sub(lambda found: found[1] or "", text)
    return str(_PILES.sub(r"\1", text))


def _joiner(found: re.Match[str]) -> str:
    """One joiner when it stands between two signs that can be joined, else nothing."""
    text, start, end = found.string, found.start(), found.end()
    joins = start > 0 and end < len(text) and text[start - 1] >= "\u0590" <= text[end]
    return found[0][0] if joins else ""


_GRAPHEME = regex.compile(r"\X")
_LONGEST_GRAPHEME = 32


def grapheme_count(text: str) -> int:
    """How many signs a reader sees (extended grapheme clusters, UAX #29): a family of emoji is
    one, "é" in two code points is one."""
    if text.isascii() and "\r" not in text:
        return len(text)
    return sum(1 for _ in _GRAPHEME.finditer(text))


def shorten(text: str, graphemes: int) -> str:
    """At most `graphemes` signs as a reader counts them (UAX #29), the last of them `…` when
    something was left out; ends at a word when one ends in the last third. Refuses fewer than 1.

    Looks at no more than 32 characters a sign, so that a megabyte costs no more than a line.
    """
    if graphemes < 1:
        raise ValueError("graphemes must be at least 1")
    text = text.strip()
    if len(text) <= graphemes:
        return text
    clusters = _GRAPHEME.findall(text[: (graphemes + 1) * _LONGEST_GRAPHEME])
    if len(clusters) <= graphemes and len("".join(clusters)) == len(text):
        return text
    kept, following = "".join(clusters[: graphemes - 1]), "".join(clusters[graphemes - 1 :])
    at = max(kept.rfind(" "), kept.rfind("\n"))
    if at >= len(kept) * 2 // 3 and not following[:1].isspace():
        kept = kept[:at]
    return kept.rstrip(" \n\t,;:-–—") + ELLIPSIS


_ABBREVIATED = (
    "bijv bv ca dhr mevr mw dr drs ing ir mr mrs ms prof st nr blz pag tel incl excl evt resp nl "
    "o.a o.m m.b.t t.a.v m.a.w d.w.z i.p.v t.o.v a.u.b e.g i.e etc vs jr sr inc ltd approx"
)
_ENDS = re.compile(
    r"(?<![.!?…。？！؟])[.!?…。？！؟]++[\"'”’)\]]*+(?=\s|$)|(?<=[。？！])(?![.!?…。？！؟])|\n\s*"
)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each stripped; a line break ends one, a known abbreviation or a
    single initial does not."""
    found: list[str] = []
    start = 0
    for end in _ENDS.finditer(text):
        if end[0] == "." and _goes_on(text[max(start, end.start() - 12) : end.start()]):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return tuple(sentence for sentence in found if sentence)


def _goes_on(before: str) -> bool:
    last = before.split()[-1:] or [""]
    word = last[0].lstrip("(\"'“‘").lower()
    return word in _ABBREVIATED.split() or (len(word) == 1 and word.isalpha())
