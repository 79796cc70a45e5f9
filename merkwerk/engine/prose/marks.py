"""Prose in light marks, for who writes without script: `## heading`, `- item`, `1. item`,
`> quote`, `> — source`, an empty line between paragraphs, `[words](address)`, `**strong**`,
`*leaning*`, `![photo 17: caption]`, `---`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from merkwerk.engine.prose.lines import Kind, Line, Run, safe_address, settled
from merkwerk.engine.text import without_tricks

_HEADING = re.compile(r"(#{1,6})\s+(.+)")
_ITEM = re.compile(r"(\s*)(?:([-*•])|(\d{1,9})[.)])\s+(.*)")
_PICTURE = re.compile(r"!\[(?:photo|foto)\s+(\d{1,9})(?::\s*(.*))?\]", re.IGNORECASE)
_RULE = re.compile(r"(?:-\s*){3,}|(?:\*\s*){3,}")
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)++)\]\(([^\s()]++)\)")
_BEFORE_DOT = re.compile(r"(\d{1,9})([.)])(?=\s)")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~—•")
_QUOTES = (Kind.QUOTE, Kind.SOURCE)
INDENT = "  "


def read_marks(text: str) -> list[Line]:
    """The lines of a text with light marks. Whatever is typed means something: what is no mark is
    words. Never raises."""
    typed = without_tricks(text).replace("\r\n", "\n").replace("\r", "\n")
    gathered: list[_Typed] = []
    group, fresh = 0, True
    for one in typed.split("\n"):
        bare = one.strip()
        if not bare:
            fresh = True
            continue
        before = gathered[-1] if gathered else None
        if bare.startswith(">"):
            if fresh or before is None or before.line.kind not in _QUOTES:
                group += 1
                gathered.append(_Typed(Line(Kind.QUOTE, group=group)))
            _quote(gathered, bare[1:].strip(), group)
        else:
            _other(gathered, one, bare, None if fresh else before)
        fresh = False
    return settled(one.read() for one in gathered)


@dataclass
class _Typed:
    """A line as it is typed, perhaps on several lines."""

    line: Line
    words: str = ""

    def add(self, words: str) -> None:
        self.words = f"{self.words}\n{words}" if self.words else words

    def read(self) -> Line:
        if self.line.kind is Kind.PICTURE:
            return replace(self.line, runs=(Run(_plain(self.words)),))
        return replace(self.line, runs=_inline(self.words))


def _quote(gathered: list[_Typed], words: str, group: int) -> None:
    if words.startswith("— "):
        gathered.append(_Typed(Line(Kind.SOURCE, group=group), words[2:]))
    elif not words or gathered[-1].line.kind is Kind.SOURCE:
        gathered.append(_Typed(Line(Kind.QUOTE, group=group), words))
    else:
        gathered[-1].add(words)


def _other(gathered: list[_Typed], typed: str, bare: str, before: _Typed | None) -> None:
    """A typed line that is no quote; `before` is the line that it may go on."""
    if heading := _HEADING.fullmatch(bare):
        kind = Kind.HEADING if len(heading[1]) < 3 else Kind.SMALL_HEADING
        gathered.append(_Typed(Line(kind), heading[2]))
    elif _RULE.fullmatch(bare):
        gathered.append(_Typed(Line(Kind.RULE)))
    elif picture := _PICTURE.fullmatch(bare):
        gathered.append(_Typed(Line(Kind.PICTURE, photo=int(picture[1])), picture[2] or ""))
    elif item := _ITEM.fullmatch(typed.rstrip()):
        depth = len(item[1].expandtabs(2)) // len(INDENT)
        gathered.append(_Typed(Line(Kind.ITEM, depth=depth, ordered=bool(item[3])), item[4]))
    elif before and before.line.kind in (Kind.ITEM, Kind.PARAGRAPH):
        before.add(bare)
    else:
        gathered.append(_Typed(Line(Kind.PARAGRAPH), bare))


def _plain(text: str) -> str:
    return "".join(sign for sign, _literal in _signs(text))


def _signs(text: str) -> list[tuple[str, bool]]:
    """Each sign, and whether it was written with a stroke before it and so is only itself."""
    signs: list[tuple[str, bool]] = []
    stroke = False
    for sign in text:
        if stroke:
            if sign not in _PUNCTUATION:
                signs.append(("\\", True))
            signs.append((sign, True))
            stroke = False
        elif sign == "\\":
            stroke = True
        else:
            signs.append((sign, False))
    return [*signs, ("\\", True)] if stroke else signs


def _inline(text: str) -> tuple[Run, ...]:
    """Words with stars and links."""
    pieces: list[tuple[str, str]] = []
    place = 0
    for found in _LINK.finditer(text):
        href = safe_address(found[2])
        if href and not _is_struck(text, found.start()):
            pieces += [(text[place : found.start()], ""), (found[1], href)]
            place = found.end()
    pieces.append((text[place:], ""))
    signs = [(*sign, href) for words, href in pieces for sign in _signs(words)]
    return _starred(signs)


def _is_struck(text: str, place: int) -> bool:
    strokes = 0
    while place > strokes and text[place - 1 - strokes] == "\\":
        strokes += 1
    return strokes % 2 == 1


def _starred(signs: list[tuple[str, bool, str]]) -> tuple[Run, ...]:
    """One star turns leaning on or off, two strong, three both; what is never turned off is a
    star."""
    stars = _turns(signs)
    runs: list[Run] = []
    strong = leans = False
    for place, (sign, _literal, href) in enumerate(signs):
        if place in stars:
            strong ^= stars[place] in (2, 3)
            leans ^= stars[place] in (1, 3)
            continue
        runs.append(Run(sign, strong, leans, href))
    return tuple(runs)


def _turns(signs: list[tuple[str, bool, str]]) -> dict[int, int]:
    """Place of each star that turns something → how many turn there (0 for the others of it)."""
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(signs):
        end = place
        while end < len(signs) and signs[end][:2] == ("*", False):
            end += 1
        if 0 < end - place < 4 and not (_space(signs, place - 1) and _space(signs, end)):
            found.append((place, end - place))
        place = max(end, place + 1)
    for width in (1, 2):
        if sum(number in (width, 3) for _place, number in found) % 2:
            last = max(i for i, (_place, number) in enumerate(found) if number in (width, 3))
            at, number = found[last]
            found[last] = (at + width, number - width) if number == 3 else (at, 0)
    found = [one for one in found if one[1]]
    return {
        at + further: number if not further else 0
        for at, number in found
        for further in range(number)
    }


def _space(signs: list[tuple[str, bool, str]], place: int) -> bool:
    return not 0 <= place < len(signs) or signs[place][0].isspace()


def write_marks(lines: Iterable[Line]) -> str:
    """The lines with light marks; reading them gives the same lines."""
    pieces: list[str] = []
    before: Line | None = None
    for line in settled(lines):
        pieces.append(_gap(before, line))
        pieces.append(_written(line))
        before = line
    return "".join(pieces)


def _gap(before: Line | None, line: Line) -> str:
    if before is None:
        return ""
    if before.kind in _QUOTES and line.kind in _QUOTES and before.group == line.group:
        return "\n>\n" if line.kind is Kind.QUOTE and before.kind is Kind.QUOTE else "\n"
    return "\n" if before.kind is line.kind is Kind.ITEM else "\n\n"


def _written(line: Line) -> str:
    if line.kind is Kind.RULE:
        return "---"
    if line.kind is Kind.PICTURE:
        told = f": {_struck(line.words, all_brackets=True)}" if line.words else ""
        return f"![photo {line.photo}{told}]"
    words = _with_marks(line)
    if line.kind is Kind.QUOTE:
        return "\n".join(f"> {_safe_start(one)}" for one in words.split("\n"))
    if line.kind is Kind.SOURCE:
        return f"> — {words}"
    if line.kind is Kind.ITEM:
        mark = "1." if line.ordered else "-"
        inside = "\n" + INDENT * (line.depth + 1)
        return f"{INDENT * line.depth}{mark} " + inside.join(map(_safe_start, words.split("\n")))
    if line.kind in (Kind.HEADING, Kind.SMALL_HEADING):
        return ("## " if line.kind is Kind.HEADING else "### ") + words
    return "\n".join(map(_safe_start, words.split("\n")))


def _safe_start(words: str) -> str:
    """The words with a stroke before what would be a mark at the start of a line."""
    if words[:1] in set("#>-•—!") or words[:2] == "[^":
        return f"\\{words}"
    return _BEFORE_DOT.sub(r"\1\\\2", words, count=1) if _BEFORE_DOT.match(words) else words


def _with_marks(line: Line) -> str:
    brackets = "](" in line.words
    pieces: list[str] = []
    strong = leans = False
    href = ""
    for run in (*line.runs, Run("")):
        turned = "**" * (run.strong != strong) + "*" * (run.emphasis != leans)
        if run.href == href:
            pieces.append(turned)
        else:
            pieces += [f"]({href})" if href else "", turned, "[" if run.href else ""]
        strong, leans, href = run.strong, run.emphasis, run.href
        pieces.append(_struck(run.text, all_brackets=brackets or bool(href)))
    return "".join(pieces)


def _struck(text: str, *, all_brackets: bool) -> str:
    text = text.replace("\\", "\\\\").replace("*", "\\*")
    return text.replace("[", "\\[").replace("]", "\\]") if all_brackets else text
