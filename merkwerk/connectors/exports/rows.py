"""Rows of a table in text (CSV), read on however badly it is quoted.

The standard library's reader cuts each row into cells; where a row ends is found out here, so that
one quote that is never closed costs one row and not the rest of the file.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_QUOTE = re.compile('"')
DELIMITERS = ",;\t|"
MOST_LINES = 500
LONGEST = 100_000
CELLS = 300


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on (from 1), its cells stripped of white space around them, and
    whether it could only be cut with its quotes taken as ordinary signs."""

    line: int
    cells: tuple[str, ...]
    odd: bool = False


def delimiter_of(sample: Iterable[str]) -> str:
    """What stands between cells: the sign that cuts most lines into the same number, at least
    two; a line `sep=;`, as Excel writes it, decides. A comma when there is none."""
    lines = [line for line in sample if line.strip()][:50]
    if lines and (told := re.fullmatch(r"sep=(.)\s*", lines[0], re.IGNORECASE)):
        return told[1]
    best, most = ",", (0, 0)
    for sign in DELIMITERS:
        counts = Counter(len(_cut(line, sign)) for line in lines)
        counts.pop(1, None)
        if not counts:
            continue
        width, times = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
        if (times, width) > most:
            best, most = sign, (times, width)
    return best


def rows(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    """The rows with anything in them, each cell with `\\n` for the breaks in it."""
    source = _Lines(lines)
    while (line := source.next()) is not None:
        number = source.number
        if not line.strip() or (number == 1 and line.lower().startswith("sep=")):
            continue
        whole, odd = _whole(line, source, delimiter)
        try:
            cells = _cut(whole, delimiter, quoted=not odd)
        except csv.Error:
            cells, odd = whole[:LONGEST].split(delimiter), True
        if any(cells):
            around = ' "\n' if odd else None
            yield Row(number, tuple(cell.strip(around) for cell in cells[:CELLS]), odd)


class _Lines:
    """Lines that can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._back: deque[str] = deque()
        self.number = 0

    def next(self) -> str | None:
        line = self._back.popleft() if self._back else next(self._lines, None)
        self.number += line is not None
        return line

    def give_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def _whole(line: str, source: _Lines, delimiter: str) -> tuple[str, bool]:
    """The row that begins with this line; when its quote is not closed within reason, the line
    alone and True."""
    is_open = _open_after(line, delimiter, False)
    taken: list[str] = []
    length = len(line)
    while is_open:
        more = source.next()
        if more is None or len(taken) >= MOST_LINES or length + len(more) > LONGEST:
            source.give_back(taken if more is None else [*taken, more])
            return line, True
        taken.append(more)
        length += len(more)
        is_open = _open_after(more, delimiter, True)
    return "".join([line, *taken]), length > LONGEST


def _open_after(line: str, delimiter: str, is_open: bool) -> bool:
    """Whether a quoted cell goes on after this line."""
    skip = -1
    for found in _QUOTE.finditer(line):
        at = found.start()
        if at == skip:
            continue
        if is_open:
            if line[at + 1 : at + 2] == '"':
                skip = at + 1
            else:
                is_open = False
        else:
            before = line[max(0, at - 8) : at].rstrip(" ")
            is_open = before.endswith(delimiter) or (not before and at <= 8)
    return is_open


def _cut(line: str, delimiter: str, *, quoted: bool = True) -> list[str]:
    mode: int = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    ends = line[:LONGEST].rstrip("\n")
    reader = csv.reader(
        [part + "\n" for part in ends.split("\n")],
        delimiter=delimiter,
        quoting=mode,  # type: ignore[arg-type]
        skipinitialspace=delimiter != " ",
    )
    return next(reader, [])
