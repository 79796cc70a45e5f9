"""Prose from HTML and as HTML: whatever is pasted becomes paragraphs, headings, items, quotes and
pictures, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from itertools import groupby

from merkwerk.engine.prose.lines import Kind, Line, Run, safe_address, settled
from merkwerk.engine.text import without_tricks

_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:]*+)((?:[^\"'<>]|\"[^\"]*+\"|'[^']*+'|(?<==)[\"'])*+)>"
)


def _names(told: str) -> frozenset[str]:
    return frozenset(told.split())


_UNSEEN = _names(
    "script style head title template noscript iframe object svg math select textarea xml button"
    " canvas audio video"
)
_HEADINGS = {
    "h1": Kind.HEADING, "h2": Kind.HEADING, "h3": Kind.SMALL_HEADING, "h4": Kind.SMALL_HEADING,
    "h5": Kind.SMALL_HEADING, "h6": Kind.SMALL_HEADING,
}  # fmt: skip
_BREAKING = _names(
    "p div section article header footer main aside table tr pre dl dt dd address form fieldset"
    " center body html caption"
)
_CELLS = frozenset(("td", "th"))
_STRONG = frozenset(("b", "strong"))
_EMPHASIS = frozenset(("i", "em"))
_WORD_LEVEL = re.compile(r"mso-list:\s*\S+\s+level(\d)", re.IGNORECASE)
_WORD_HEADING = re.compile(r"class=[\"']?Mso(?:Title|Heading(\d))", re.IGNORECASE)
_WORD_MARK = re.compile(r"^\s*(?:[·•o§■\-–*\uf0b7\uf0a7]|(\d{1,3}|[a-z])[.)])\s+")
_LONGEST_TAG = 20_000


def read_html(html: str) -> list[Line]:
    """The lines of any HTML: of the editor, of Word or Google Docs, of a browser's clipboard. What
    isn't known is left out, its words stay; scripts and styles go with all that is in them. Never
    raises; its work grows with the length of the input."""
    reader = _Reader()
    place, gone = 0, set[str]()
    html = _without_declarations(without_tricks(html))
    for found in _TAG.finditer(html):
        if found.start() < place:
            continue
        reader.words(unescape(html[place : found.start()]))
        place = found.end()
        closes, name, rest = found[1] == "/", found[2].lower(), found[3][:_LONGEST_TAG]
        if closes:
            reader.close(name)
        elif name in _UNSEEN:
            place = _end_of(html, name, place, gone)
        else:
            reader.open(name, rest)
    reader.words(unescape(html[place:]))
    reader.end_line()
    return settled(reader.lines)


def _without_declarations(html: str) -> str:
    """Without comments, conditional comments of Word, doctypes and processing instructions."""
    pieces, place = [], 0
    while (start := _next_declaration(html, place)) >= 0:
        comment = html.startswith("<!--", start)
        end = html.find("-->" if comment else ">", start + 2)
        if end < 0:
            break
        pieces.append(html[place:start])
        place = end + (3 if comment else 1)
    pieces.append(html[place:])
    return "".join(pieces)


_DECLARATION = re.compile(r"<[!?]")


def _next_declaration(html: str, place: int) -> int:
    found = _DECLARATION.search(html, place)
    return found.start() if found else -1


def _end_of(html: str, name: str, place: int, gone: set[str]) -> int:
    """Where what nobody sees ends; where it begins when it never ends."""
    if name in gone:
        return place
    found = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(html, place)
    if found is None:
        gone.add(name)
        return place
    return found.end()


def _value(rest: str, name: str) -> str:
    found = re.search(
        rf"(?<![\w-]){name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", rest, re.I
    )
    return unescape(next((one for one in found.groups() if one), "")) if found else ""


class _Reader:
    """Goes through the tags from left to right and makes lines; it keeps no tree, so nothing is
    too deep for it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.runs: list[Run] = []
        self.kind = Kind.PARAGRAPH
        self.lists: list[bool] = []
        self.in_item = False
        self.continues = False
        self.quotes = 0
        self.group = 0
        self.cites = 0
        self.cited = True
        self.photo = 0
        self.caption = False
        self.word_level = 0
        self.skipped = 0
        self.dresses: list[tuple[str, bool | None, bool | None, str]] = []

    def words(self, text: str) -> None:
        """Some words in the dress of the moment."""
        if not text or self.skipped:
            return
        if self.photo and not self.caption:
            return
        strong = next((one[1] for one in reversed(self.dresses) if one[1] is not None), False)
        leans = next((one[2] for one in reversed(self.dresses) if one[2] is not None), False)
        href = next((one[3] for one in reversed(self.dresses) if one[3]), "")
        if text.strip() and not self.cites:
            self.cited = False
        self.runs.append(Run(" ".join(f"x{text}x".split())[1:-1], strong, leans, href))

    def open(self, name: str, rest: str) -> None:
        """A tag begins."""
        if name == "br":
            self._break()
        elif name in _HEADINGS:
            self._begin(_HEADINGS[name])
        elif name in _BREAKING:
            self._paragraph(rest)
        elif name in _CELLS:
            self.words(" ")
        elif name in ("ul", "ol"):
            self.end_line()
            self.lists.append(name == "ol")
            self.in_item = False
        elif name == "li":
            self.end_line()
            self.in_item, self.continues = True, False
        elif name == "blockquote":
            self.end_line()
            self.quotes += 1
            self.group += 1
        elif name in ("figure", "figcaption", "hr"):
            self._picture(name, rest)
        elif name == "cite":
            self.cites += 1
        else:
            self._dress(name, rest)

    def _paragraph(self, rest: str) -> None:
        self.end_line()
        heading = _WORD_HEADING.search(rest)
        level = _WORD_LEVEL.search(rest)
        if heading:
            self.kind = Kind.SMALL_HEADING if heading[1] not in (None, "1", "2") else Kind.HEADING
        self.word_level = int(level[1]) if level else 0

    def _begin(self, kind: Kind) -> None:
        self.end_line()
        self.kind = kind

    def _break(self) -> None:
        if self.runs and self.runs[-1].text == "\n" and not self.in_item:
            self.end_line()
        else:
            self.runs.append(Run("\n"))

    def _picture(self, name: str, rest: str) -> None:
        if name == "figcaption":
            self.caption = bool(self.photo)
            return
        self.end_line()
        if name == "hr":
            self.lines.append(Line(Kind.RULE))
            return
        number = _value(rest, "data-photo")
        self.photo = (
            int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
        )

    def _dress(self, name: str, rest: str) -> None:
        style = _value(rest, "style").lower().replace(" ", "") if "style" in rest else ""
        if "mso-list:ignore" in style or self.skipped:
            self.skipped += name == "span"
            return
        strong: bool | None = True if name in _STRONG else None
        leans: bool | None = True if name in _EMPHASIS else None
        if "font-weight:" in style:
            weight = style.partition("font-weight:")[2]
            strong = weight.startswith(("bold", "600", "700", "800", "900"))
        if "font-style:" in style:
            leans = style.partition("font-style:")[2].startswith("italic")
        href = safe_address(_value(rest, "href")) if name == "a" else ""
        if name in ("a", "span", "font", *_STRONG, *_EMPHASIS):
            self.dresses.append((name, strong, leans, href))

    def close(self, name: str) -> None:
        """A tag ends; one that never began is passed over."""
        if name == "span" and self.skipped:
            self.skipped -= 1
            return
        if name in _HEADINGS or name in _BREAKING:
            self.end_line()
        elif name in ("ul", "ol"):
            self.end_line()
            self.lists = self.lists[:-1]
            self.in_item, self.continues = bool(self.lists), bool(self.lists)
        elif name == "li":
            self.end_line()
            self.in_item = self.continues = False
        elif name == "blockquote":
            self.end_line()
            self.quotes = max(self.quotes - 1, 0)
        elif name == "figure" and self.photo:
            self._end_picture()
        elif name == "figcaption":
            self.caption = False
        elif name == "cite":
            self.cites = max(self.cites - 1, 0)
        else:
            self._undress(name)

    def _undress(self, name: str) -> None:
        for place in range(len(self.dresses) - 1, max(len(self.dresses) - 50, 0) - 1, -1):
            if self.dresses[place][0] == name:
                del self.dresses[place]
                return

    def _end_picture(self) -> None:
        self.lines.append(Line(Kind.PICTURE, tuple(self.runs), photo=self.photo))
        self.runs, self.photo, self.caption = [], 0, False

    def end_line(self) -> None:
        """What was gathered becomes a line, when there are words in it."""
        if self.photo:
            self._end_picture()
        runs, kind, level = self.runs, self.kind, self.word_level
        cited, self.cited = self.cited, True
        self.runs, self.kind, self.word_level, self.skipped = [], Kind.PARAGRAPH, 0, 0
        if not any(run.text.strip() for run in runs):
            return
        if kind in (Kind.HEADING, Kind.SMALL_HEADING):
            self.lines.append(Line(kind, tuple(runs)))
        elif level:
            self.lines.append(_from_word(runs, level))
        elif self.quotes:
            told = Kind.SOURCE if cited else Kind.QUOTE
            self.lines.append(Line(told, tuple(runs), group=self.group))
        elif self.in_item or self.lists:
            self._item(runs)
        else:
            self.lines.append(Line(Kind.PARAGRAPH, tuple(runs)))

    def _item(self, runs: list[Run]) -> None:
        depth = max(len(self.lists) - 1, 0)
        last = self.lines[-1] if self.lines else None
        if self.continues and last and last.kind is Kind.ITEM and last.depth == depth:
            self.lines[-1] = Line(
                Kind.ITEM, (*last.runs, Run("\n"), *runs), depth=depth, ordered=last.ordered
            )
        else:
            ordered = bool(self.lists and self.lists[-1])
            self.lines.append(Line(Kind.ITEM, tuple(runs), depth=depth, ordered=ordered))
        self.continues = True


def _from_word(runs: list[Run], level: int) -> Line:
    """An item as Word pastes it: a paragraph whose bullet may still stand in front."""
    text = "".join(run.text for run in runs)
    mark = _WORD_MARK.match(text)
    ordered = bool(mark and mark[1])
    if mark:
        off, kept = mark.end(), []
        for run in runs:
            cut = min(off, len(run.text))
            off -= cut
            kept.append(Run(run.text[cut:], *run.dress))
        runs = kept
    return Line(Kind.ITEM, tuple(runs), depth=level - 1, ordered=ordered)


def write_html(lines: Iterable[Line]) -> str:
    """The lines as HTML: p h2 h3 ul ol li blockquote cite a strong em br hr figure figcaption, and
    no other tag. Reading it gives the same lines."""
    pieces: list[str] = []
    for place, together in groupby(settled(lines), key=_goes_with):
        lot = list(together)
        if place == "li":
            pieces.append(_lists(lot))
        elif place.startswith("quote"):
            pieces.append("<blockquote>" + "".join(map(_quoted, lot)) + "</blockquote>")
        else:
            pieces += [_single(one) for one in lot]
    return "".join(pieces)


def _goes_with(line: Line) -> str:
    if line.kind in (Kind.QUOTE, Kind.SOURCE):
        return f"quote {line.group}"
    return str(line.kind)


def _single(line: Line) -> str:
    if line.kind is Kind.RULE:
        return "<hr>"
    if line.kind is Kind.PICTURE:
        told = f"<figcaption>{_escaped(line.words)}</figcaption>" if line.words else ""
        return f'<figure data-photo="{line.photo}">{told}</figure>'
    return f"<{line.kind}>{_inline(line.runs)}</{line.kind}>"


def _quoted(line: Line) -> str:
    words = _inline(line.runs)
    return f"<p><cite>{words}</cite></p>" if line.kind is Kind.SOURCE else f"<p>{words}</p>"


def _lists(items: Sequence[Line]) -> str:
    pieces: list[str] = []
    open_lists: list[str] = []
    for item in items:
        name = "ol" if item.ordered else "ul"
        while len(open_lists) > item.depth + 1:
            pieces.append(f"</li></{open_lists.pop()}>")
        if len(open_lists) == item.depth + 1:
            pieces.append("</li>")
            if open_lists[-1] != name:
                pieces.append(f"</{open_lists.pop()}>")
        if len(open_lists) <= item.depth:
            open_lists.append(name)
            pieces.append(f"<{name}>")
        pieces.append(f"<li>{_inline(item.runs)}")
    pieces += [f"</li></{name}>" for name in reversed(open_lists)]
    return "".join(pieces)


def _inline(runs: Iterable[Run]) -> str:
    pieces = []
    for href, together in groupby(runs, key=lambda run: run.href):
        words = "".join(_dressed(run) for run in together)
        pieces.append(f'<a href="{_escaped(href)}">{words}</a>' if href else words)
    return "".join(pieces)


def _dressed(run: Run) -> str:
    words = _escaped(run.text).replace("\n", "<br>")
    words = f"<em>{words}</em>" if run.emphasis else words
    return f"<strong>{words}</strong>" if run.strong else words


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
