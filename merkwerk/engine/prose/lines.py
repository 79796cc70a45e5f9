"""Prose as a list of lines: paragraphs, headings, items, quoted words and pictures. Every way to
write it down (HTML, light marks) reads into these and is made from these."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

DEEPEST = 3
"""Lists in lists in lists in lists; what is deeper stands at this depth."""
CAPTION = 300
ADDRESS = 2_000
_ADDRESS = re.compile(
    r"(?:https?://[^\s<>\"\\^`{|}]+|mailto:[^\s<>\"\\^`{|}@]+@[^\s<>\"\\^`{|}]+)", re.IGNORECASE
)


class Kind(StrEnum):
    """What a line is."""

    PARAGRAPH = "p"
    HEADING = "h2"
    SMALL_HEADING = "h3"
    ITEM = "li"
    QUOTE = "quote"
    SOURCE = "cite"
    PICTURE = "figure"
    RULE = "hr"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one dress. A line break within a line is "\\n"."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""

    @property
    def dress(self) -> tuple[bool, bool, str]:
        """All but the words."""
        return self.strong, self.emphasis, self.href


@dataclass(frozen=True, slots=True)
class Line:
    """`depth` and `ordered` are of an item, `group` tells two quotes next to each other apart,
    `photo` is of a picture, whose caption is its words."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    depth: int = 0
    ordered: bool = False
    group: int = 0
    photo: int = 0

    @property
    def words(self) -> str:
        """What stands there, without its dress."""
        return "".join(run.text for run in self.runs)


def safe_address(typed: str) -> str:
    """The address of a page or a mail address, ready to stand in a link; "" for anything else."""
    found = "".join(typed.split())[:ADDRESS]
    if not _ADDRESS.fullmatch(found) or not found.isprintable():
        return ""
    return found.replace("(", "%28").replace(")", "%29").replace("'", "%27")


def settled(lines: Iterable[Line]) -> list[Line]:
    """The same lines in their one form: spaces single, dress only where there are words, no empty
    line, no item deeper than its place allows, quotes counted from one. Settled lines stay as they
    are when they are settled again."""
    kept: list[Line] = []
    group, before, depth = 0, None, -1
    for line in lines:
        one = _settled_line(line)
        if one is None:
            continue
        if one.kind in (Kind.QUOTE, Kind.SOURCE):
            follows = kept and kept[-1].kind in (Kind.QUOTE, Kind.SOURCE) and before == line.group
            group = group if follows else group + 1
            before = line.group
            one = replace(one, group=group)
        if one.kind is Kind.ITEM:
            one = replace(one, depth=min(max(one.depth, 0), depth + 1, DEEPEST))
        depth = one.depth if one.kind is Kind.ITEM else -1
        kept.append(one)
    return kept


def _settled_line(line: Line) -> Line | None:
    if line.kind is Kind.RULE:
        return Line(Kind.RULE)
    runs = _runs(line.runs)
    if line.kind is Kind.PICTURE:
        caption = " ".join("".join(run.text for run in runs).split())[:CAPTION].strip()
        told = (Run(caption),) if caption else ()
        return Line(Kind.PICTURE, told, photo=line.photo) if line.photo > 0 else None
    if line.kind in (Kind.HEADING, Kind.SMALL_HEADING, Kind.SOURCE):
        bold = line.kind is Kind.SOURCE
        runs = _runs(
            replace(run, text=run.text.replace("\n", " "), strong=run.strong and bold)
            for run in runs
        )
    if not runs:
        return None
    if line.kind is Kind.ITEM:
        return Line(Kind.ITEM, runs, depth=line.depth, ordered=line.ordered)
    return Line(line.kind, runs)


def _runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs with single spaces and breaks, trimmed, neighbours in the same dress joined. A space
    between two dresses wears only what both have."""
    kept: list[tuple[str, Run]] = []
    space, last = "", Run("")
    for run in runs:
        for sign in run.text:
            if sign.isspace():
                space = "\n" if "\n" in (sign, space) else " "
                continue
            if space and kept:
                kept.append((space, _common(last, run)))
            space, last = "", run
            kept.append((sign, run))
    together = groupby(kept, key=lambda one: one[1].dress)
    return tuple(Run("".join(sign for sign, _run in signs), *dress) for dress, signs in together)


def _common(left: Run, right: Run) -> Run:
    return Run(
        "",
        left.strong and right.strong,
        left.emphasis and right.emphasis,
        left.href if left.href == right.href else "",
    )
