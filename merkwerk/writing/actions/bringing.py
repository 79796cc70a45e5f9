"""Many confidences at once, from a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from merkwerk.accounts.models import Colleague
from merkwerk.writing.actions.probing import must_keep
from merkwerk.writing.actions.registering import (
    Unreadable,
    different,
    filled,
    letters,
    mark_of,
    tidy,
)
from merkwerk.writing.models import Confidence

MOST_ROWS, AT_ONCE = 25_000, 500
COLUMNS = {
    "name": "name naam client klant opdrachtgever organisatie bedrijf",
    "aliases": "aliases alias ook ooknamen anderenamen ookbekendals",
    "kind": "kind soort type",
    "instead": "instead liever inplaatsdaarvan zeg omschrijving",
    "named_from": "namedfrom vanaf magvanaf",
    "named_until": "nameduntil tot totenmet magtot maggenoemdtot",
    "proof": "proof bewijs toestemming",
}
_KINDS = {
    word: kind
    for kind, words in {
        "client": "client klant opdrachtgever",
        "project": "project",
        "figure": "figure cijfer getal bedrag",
        "date": "date datum dag",
    }.items()
    for word in words.split()
}
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
"""Signs that no table holds, and every other kind of file does."""


class NoTable(ValueError):
    """It is another kind of file: a spreadsheet's own, a picture, a program."""


@dataclass
class Brought:
    """What came of a file: how many are new, changed or stood there already as they are, and the
    lines that could not be read, each with why ("name", "kind", "day",
    "figure")."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    too_many: bool = False


def bring(*, by: Colleague, data: bytes) -> Brought:
    """Takes in a table (CSV with comma, semicolon or tab; the first line says which column is
    which, a file of one column needs none). Aliases stand in one cell, with | between them. Who
    stands on the list already gets the aliases added; nothing is removed. New ones are stored 500
    at a time; bringing the same file again adds nothing. Refuses who keeps no list, and (NoTable)
    what is no table."""
    must_keep(by)
    text = _text(data)
    if _CONTROL.search(text):
        raise NoTable
    rows = _rows(text)
    told = Brought(too_many=len(rows) > MOST_ROWS)
    known = {row.mark: row for row in Confidence.objects.all()}
    new: dict[str, Confidence] = {}
    for number, row in rows[:MOST_ROWS]:
        trouble = _take(row, known, new, told, by)
        if trouble:
            told.refused.append((number, trouble))
    Confidence.objects.bulk_create(new.values(), batch_size=AT_ONCE, ignore_conflicts=True)
    told.added = len(new)
    return told


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoTable


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """Line number and cells by our own names of columns."""
    head = text.split("\n", 1)[0]
    sign = max(";\t,", key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    found: list[tuple[int, dict[str, str]]] = []
    columns: Sequence[str] = ()
    try:
        for cells in lines:
            if not columns:
                columns = _columns(cells)
                if columns:
                    continue
                columns = ("name", "aliases")
            if any(cell.strip() for cell in cells):
                found.append((lines.line_num, dict(zip(columns, cells, strict=False))))
    except csv.Error:
        found.append((lines.line_num, {}))
    return found


def _columns(cells: Sequence[str]) -> tuple[str, ...]:
    """Our names of a table's columns; none when its first line holds a name already."""
    names = [letters(cell) for cell in cells]
    ours = tuple(
        next((our for our, words in COLUMNS.items() if name in words.split()), "") for name in names
    )
    return ours if "name" in ours else ()


def _take(
    row: dict[str, str],
    known: dict[str, Confidence],
    new: dict[str, Confidence],
    told: Brought,
    by: Colleague,
) -> str:
    name = tidy(row.get("name", ""))
    kind = _KINDS.get(letters(row.get("kind", "")) or "client", "")
    if len(letters(name)) < 2:
        return "name"
    if not kind:
        return "kind"
    try:
        days = {key: _day(row.get(key, "")) for key in ("named_from", "named_until")}
    except ValueError:
        return "day"
    aliases = [alias for alias in row.get("aliases", "").split("|") if alias.strip()]
    key = mark_of(kind, name)
    there = known.get(key) or new.get(key)
    facts: dict[str, Any] = {"kind": kind, "name": name, "aliases": aliases}
    if there:
        facts |= {"name": there.name, "aliases": [*there.aliases, *aliases]}
    _say_rest(facts, row, days, there)
    if there and _same(there, facts):
        told.same += 1
        return ""
    try:
        row_kept = filled(there or Confidence(), by=by, **facts)
    except Unreadable:
        return "figure"
    if key in known:
        row_kept.save()
        told.changed += 1
    else:
        new[key] = row_kept
    return ""


def _say_rest(
    facts: dict[str, Any], row: dict[str, str], days: dict[str, date | None], there: Any
) -> None:
    """What the file says nothing of stays as it stands."""
    facts["instead"] = row.get("instead", "").strip() or (there.instead if there else "")
    facts["proof"] = row.get("proof", "").strip() or (there.proof if there else "")
    if any(days.values()):
        facts |= {"may_be_named": True, **days}
    elif there:
        for key in ("may_be_named", "named_from", "named_until"):
            facts[key] = getattr(there, key)


def _same(there: Confidence, facts: dict[str, Any]) -> bool:
    told = {**facts, "aliases": different(facts["aliases"], there.name)}
    return all(getattr(there, key) == value for key, value in told.items())


def _day(said: str) -> date | None:
    """A day as people and spreadsheets write it. Refuses (ValueError) what is none."""
    if not said.strip():
        return None
    found = _DAY.fullmatch(said.strip())
    if not found:
        raise ValueError(said)
    day, month, year, other_year, other_month, other_day = found.groups()
    return date(int(year or other_year), int(month or other_month), int(day or other_day))
