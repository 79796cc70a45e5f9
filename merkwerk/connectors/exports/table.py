"""Tables in text (CSV) of any make: what each column holds is guessed, shown and corrected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from merkwerk.connectors import content
from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import columns as known
from merkwerk.connectors.exports import dates, reaching
from merkwerk.connectors.exports.drafts import Draft
from merkwerk.connectors.exports.rows import Row
from merkwerk.connectors.exports.sheets import Sheet
from merkwerk.connectors.exports.troubles import Part, Whole
from merkwerk.connectors.exports.values import Piece, Progress, Reach, Trouble

MOST = 200_000
EVERY = 200
_LOOKED_AT = 200
_SHOWN = 5
_NETWORKS = frozenset(("mastodon", "bluesky", "linkedin", "x"))
_ADDRESS = ("address", "street", "code", "place", "country")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its number from 0, its name in the file (may be empty), the field it is taken
    for (of `columns.FIELDS`, empty when it is left out), why ("name": by its name; "look": by what
    stands in it), and some of its cells."""

    index: int
    header: str
    field: str
    because: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is taken. `mapping` is what `read(columns=)` wants back, corrected or not:
    column number as text (it goes through JSON) to field. `skip` is how many rows stand above
    the first person; `rows` the first people as they stand there."""

    mapping: dict[str, str]
    columns: tuple[Column, ...]
    has_header: bool
    skip: int
    encoding: str
    delimiter: str
    rows: tuple[tuple[str, ...], ...]


def guess(path: Path) -> Columns:
    """What each column holds, by the first rows. Raises UnreadableFile when the file is empty or
    no table at all (UNKNOWN)."""
    return _guess(Sheet(lambda: path.open("rb")))


def _guess(sheet: Sheet) -> Columns:
    first = list(islice(sheet.rows(), _LOOKED_AT))
    if not first:
        raise UnreadableFile(Whole.EMPTY)
    if any("\x00" in cell for row in first for cell in row.cells):
        raise UnreadableFile(Whole.UNKNOWN, "no text")
    header = _header(first)
    below = first[header + 1 :]
    width = max(len(row.cells) for row in first[max(0, header) :])
    names = first[header].cells if header >= 0 else ()
    found = [_column(index, names, below) for index in range(width)]
    fields = _settled([field for _, field, _ in found], [because for _, _, because in found])
    columns = tuple(
        Column(
            index=index,
            header=content.line(name, 100),
            field=field,
            because=because if field else "",
            samples=_samples(below, index),
        )
        for index, ((name, _, because), field) in enumerate(zip(found, fields, strict=True))
    )
    return Columns(
        mapping={str(one.index): one.field for one in columns if one.field},
        columns=columns,
        has_header=header >= 0,
        skip=header + 1,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        rows=tuple(tuple(content.line(cell, 200) for cell in row.cells) for row in below[:_SHOWN]),
    )


def _header(first: Sequence[Row]) -> int:
    """Which row names the columns, among the first ten; -1 when none does. One known name is
    enough, or names alone above columns of numbers and addresses."""
    best, most = -1, 0
    for index, row in enumerate(first[:10]):
        names = sum(bool(known.by_name(cell)) for cell in row.cells)
        if names > most and not any(map(known.is_data, row.cells)):
            best, most = index, names
    if most or not first:
        return best
    top, below = first[0].cells, [row.cells for row in first[1:20]]
    told = all(top) and not any(map(known.is_data, top))
    return 0 if told and below and all(any(map(known.is_data, row)) for row in below) else -1


def _column(index: int, names: Sequence[str], below: Sequence[Row]) -> tuple[str, str, str]:
    name = names[index] if index < len(names) else ""
    if field := known.by_name(name):
        return name, field, "name"
    cells = [row.cells[index] for row in below[:100] if index < len(row.cells)]
    return name, known.by_look(cells), "look"


def _settled(fields: list[str], because: list[str]) -> list[str]:
    """Fields that stand in one column only keep it by name before look; two columns of single
    words are a given and a family name when nothing else is a name."""
    named = {"name", "given", "family"} & set(fields)
    words = [index for index, field in enumerate(fields) if field == "word"]
    for index in words:
        fields[index] = ""
    if not named and len(words) >= 2:
        fields[words[0]], fields[words[1]] = "given", "family"
    elif not named and words:
        fields[words[0]] = "name"
    taken: set[str] = set()
    for index in sorted(range(len(fields)), key=lambda at: (because[at] != "name", at)):
        if fields[index] in known.ONCE and fields[index] in taken:
            fields[index] = ""
        taken.add(fields[index])
    return fields


def _samples(below: Sequence[Row], index: int) -> tuple[str, ...]:
    cells = (row.cells[index] for row in below if index < len(row.cells))
    return content.few((content.line(cell, 80) for cell in cells), 3)


def read(
    path: Path,
    *,
    now: datetime,
    mine: frozenset[str] = frozenset(),
    columns: Mapping[str, str] | None = None,
    region: str = reaching.REGION,
) -> Iterator[Piece]:
    """A card for each row, in constant memory. `columns` as in `Columns.mapping`; without it they
    are guessed. Raises as `guess`."""
    sheet = Sheet(lambda: path.open("rb"))
    guessed = _guess(sheet)
    mapping = _mapping(columns if columns is not None else guessed.mapping)
    labels = {one.index: known.label_of(one.header) for one in guessed.columns}
    births = [cell for one in guessed.columns if one.field == "birthday" for cell in one.samples]
    reader = _Reader(mapping, labels, dates.day_first(births), region)
    total = path.stat().st_size
    for count, row in enumerate(islice(sheet.rows(), guessed.skip, None)):
        if count >= MOST:
            yield Trouble(Part.TOO_MANY, sheet.where(row), (("most", MOST),))
            break
        card = reader.draft(row, sheet.where(row)).card()
        yield card or Trouble(Part.BAD_ROW if row.odd else Part.BAD_CARD, sheet.where(row))
        if count % EVERY == EVERY - 1:
            yield Progress(min(sheet.done, total), total)
    yield Progress(total, total)


def _mapping(columns: Mapping[str, str]) -> dict[int, str]:
    """Only numbers of columns and fields that there are."""
    return {
        int(number): field
        for number, field in columns.items()
        if str(number).isdecimal() and len(str(number)) < 5 and field in known.FIELDS
    }


class _Reader:
    def __init__(
        self, mapping: dict[int, str], labels: dict[int, str], first: bool, region: str
    ) -> None:
        self.mapping, self.labels, self.first, self.region = mapping, labels, first, region

    def draft(self, row: Row, where: str) -> Draft:
        draft = Draft(where)
        parts: dict[str, list[str]] = {}
        for index, field in self.mapping.items():
            cell = row.cells[index] if index < len(row.cells) else ""
            if not cell:
                continue
            reach = self._reach(field, cell, self.labels.get(index, ""))
            if reach is not None:
                draft.reach(reach)
            else:
                parts.setdefault(field, []).append(cell)
        self._fill(draft, parts)
        return draft

    def _reach(self, field: str, cell: str, label: str) -> Reach | None:
        match field:
            case "mail":
                return reaching.mail(cell, label)
            case "phone":
                return reaching.phone(cell, label, self.region)
            case "site":
                return reaching.page(cell, label)
            case _ if field in _NETWORKS:
                return reaching.handle(field, cell, label)
        return None

    def _fill(self, draft: Draft, parts: dict[str, list[str]]) -> None:
        one = {field: cells[0] for field, cells in parts.items()}
        draft.key = one.get("key", "")
        draft.given, family = one.get("given", ""), one.get("family", "")
        between = one.get("between", "")
        draft.family = f"{between} {family}".strip()
        draft.name = one.get("name", "")
        before, comma, after = draft.name.partition(",")
        if comma and "," not in after and not draft.given and not draft.family and after.strip():
            draft.family, draft.given = before.strip(), after.strip()
            draft.name = f"{draft.given} {draft.family}"
        draft.nickname = one.get("nickname", "")
        draft.organisation, draft.function = one.get("organisation", ""), one.get("function", "")
        draft.note = "\n".join(parts.get("note", ()))
        draft.birthday = dates.day(one.get("birthday", ""), first=self.first)
        draft.since = dates.moment(one.get("since", ""), first=self.first)
        for cell in parts.get("group", ()):
            draft.groups += [part for part in cell.replace(",", ";").split(";") if part.strip()]
        self._address(draft, parts)

    @staticmethod
    def _address(draft: Draft, parts: dict[str, list[str]]) -> None:
        if not parts.keys() & set(_ADDRESS):
            return
        lines = {field: " ".join(parts.get(field, ())) for field in _ADDRESS}
        lines["place"] = f"{lines.pop('code')} {lines['place']}".strip()
        draft.reach(reaching.post("\n".join(filter(None, lines.values()))))
