"""A table in text as a whole: its encoding, what stands between its cells, its rows by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from merkwerk.connectors.exports.decoding import Opener, encoding_of, text_lines
from merkwerk.connectors.exports.rows import Row, delimiter_of, rows
from merkwerk.connectors.exports.troubles import Part
from merkwerk.connectors.exports.values import Trouble

PREAMBLE = 30
_PUNCTUATION = re.compile(r"[^\w/+&']+")


@dataclass(frozen=True, slots=True)
class Record:
    """One row by the folded names of its columns (see `folded`); `where` as in Card. A cell that
    is not there is empty."""

    where: str
    cells: dict[str, str]

    def of(self, *names: str) -> str:
        """The first of these columns with something in it."""
        return next((cell for name in names if (cell := self.cells.get(name, ""))), "")


class Sheet:
    """`opener` is opened anew for every walk over the rows. `done` is how many bytes of it the
    last walk has read."""

    def __init__(self, opener: Opener, name: str = "", *, encoding: str = "") -> None:
        self.opener, self.name = opener, name
        self.encoding = encoding or encoding_of(opener)
        self.done = 0
        with opener() as stream:
            sample = list(islice(text_lines(stream, self.encoding), 60))
        tail = sample[3:] if sample and sample[0].lower().startswith("notes") else sample
        self.delimiter = delimiter_of(tail or sample)

    def rows(self) -> Iterator[Row]:
        with self.opener() as stream:
            found = rows(text_lines(stream, self.encoding), self.delimiter)
            for count, row in enumerate(found):
                if count % 64 == 0 and not stream.closed:
                    self.done = stream.tell()
                yield row

    def where(self, row: Row) -> str:
        return f"{self.name}, line {row.line}" if self.name else f"line {row.line}"

    def header(self, *wanted: str) -> dict[str, int]:
        """The columns by folded name, of the first row that has all of `wanted`, within the first
        PREAMBLE rows; nothing when there is none."""
        for row in islice(self.rows(), PREAMBLE):
            names = _named(row)
            if all(name in names for name in wanted):
                return names
        return {}

    def records(self, *wanted: str) -> Iterator[Record | Trouble]:
        """The rows below the header that has all of `wanted` (folded names). A row that could not
        be cut as it should, and has another number of cells, becomes a Trouble."""
        names: dict[str, int] = {}
        for row in self.rows():
            if not names:
                found = _named(row)
                names = found if all(name in found for name in wanted) else {}
                continue
            if row.odd and len(row.cells) != len(names):
                yield Trouble(Part.BAD_ROW, self.where(row))
                continue
            cells = row.cells
            yield Record(
                self.where(row),
                {name: cells[at] for name, at in names.items() if at < len(cells) and cells[at]},
            )


def _named(row: Row) -> dict[str, int]:
    names: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        names.setdefault(folded(cell), index)
    return names


def folded(header: str) -> str:
    """A column's name in lower case with single spaces for all punctuation, so that `E-mail 1 -
    Value` and `E-mail_1 Value` are one."""
    return _PUNCTUATION.sub(" ", header[:200].lstrip("\ufeff").replace("_", " ")).strip().casefold()
