"""Google's contacts as a table (both its old and its new columns), and its Takeout archive."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import calendar, dates, members, reaching, vcard
from merkwerk.connectors.exports.archives import Archive, TooLargeMember, is_zip
from merkwerk.connectors.exports.drafts import Draft
from merkwerk.connectors.exports.sheets import Record, Sheet
from merkwerk.connectors.exports.troubles import Part, Whole
from merkwerk.connectors.exports.values import Card, Piece, Progress, Reach, Trouble

OLD = ("name", "given name", "family name")
NEW = ("first name", "last name", "labels")
MOST_CALENDAR = 500 * 1024 * 1024
_NUMBERED = re.compile(r"(e mail|phone|website|address|organi[sz]ation|event) (\d{1,2}) (.+)")
_SYSTEM = re.compile(r"\* ?")
_HIDDEN = frozenset(("mycontacts", "other contacts"))


def read(
    path: Path, *, now: datetime, mine: frozenset[str] = frozenset(), region: str = reaching.REGION
) -> Iterator[Piece]:
    """Cards, and of a Takeout archive the meetings in its calendars too; somebody who stands in
    several of its lists comes once. Raises UnreadableFile when it is something else."""
    if is_zip(path):
        with Archive(path) as archive:
            yield from members.each(archive, path, _steps(archive, now, mine, region))
        return
    sheet = Sheet(lambda: path.open("rb"))
    wanted = kind_of(sheet)
    if not wanted:
        raise UnreadableFile(Whole.UNKNOWN, "no contacts of Google's")
    total = path.stat().st_size
    for count, piece in enumerate(_cards(sheet, wanted, region), 1):
        yield piece
        if count % vcard.EVERY == 0:
            yield Progress(min(sheet.done, total), total)
    yield Progress(total, total)


def kind_of(sheet: Sheet) -> tuple[str, ...]:
    """By which columns a table is Google's: the old or the new ones; else empty."""
    for wanted in (NEW, OLD):
        names = sheet.header(*wanted)
        if any(_NUMBERED.fullmatch(name) for name in names) or "group membership" in names:
            return wanted
    return ()


def _steps(
    archive: Archive, now: datetime, mine: frozenset[str], region: str
) -> list[members.Step]:
    seen: set[bytes] = set()

    def once(pieces: Iterable[Piece]) -> Iterator[Piece]:
        for piece in pieces:
            mark = _mark(piece) if isinstance(piece, Card) else b""
            if not mark or mark not in seen:
                yield piece
            seen.add(mark)

    def step(name: str) -> Callable[[], Iterable[Piece]]:
        if name.lower().endswith(".vcf"):
            return lambda: once(_of_vcards(archive, name, region))
        if name.lower().endswith(".csv"):
            return lambda: once(_of_table(archive, name, region))
        if name.lower().endswith(".ics"):
            return lambda: _of_calendar(archive, name, now, mine)
        return lambda: [Trouble(Part.APART, name, (("member", name[-200:]),))]

    wanted = archive.ending(".vcf", ".csv", ".ics", ".mbox")
    return [(name, step(name)) for name in sorted(wanted, key=_order)]


def _order(name: str) -> tuple[bool, str, str]:
    """All contacts first, then lists of some and calendars."""
    lower = name.lower()
    some = "all contacts" not in lower and "alle contact" not in lower
    return some, lower.rpartition(".")[2], name


def _mark(card: Card) -> bytes:
    told = (card.name, *sorted(reach.value for reach in card.reaches))
    return hashlib.blake2b("\x1f".join(told).encode("utf-8", "replace"), digest_size=12).digest()


def _of_vcards(archive: Archive, name: str, region: str) -> Iterator[Piece]:
    with archive.opener(name)() as stream:
        for piece in vcard.of_stream(stream, region=region, prefix=f"{name}, "):
            if isinstance(piece, Card):
                groups = tuple(one for one in piece.groups if one.lower() not in _HIDDEN)
                yield replace(piece, groups=groups)
            else:
                yield piece


def _of_table(archive: Archive, name: str, region: str) -> Iterator[Piece]:
    sheet = Sheet(archive.opener(name), name.rpartition("/")[2])
    if wanted := kind_of(sheet):
        yield from _cards(sheet, wanted, region)


def _of_calendar(
    archive: Archive, name: str, now: datetime, mine: frozenset[str]
) -> Iterator[Piece]:
    """A calendar's reader wants a file: a nameless one of bounded size, gone when it is read."""
    with tempfile.NamedTemporaryFile(suffix=".ics") as copy, archive.opener(name)() as stream:
        left = MOST_CALENDAR
        while block := stream.read(1 << 20):
            left -= len(block)
            if left < 0:
                raise TooLargeMember(MOST_CALENDAR)
            copy.write(block)
        copy.flush()
        found = calendar.read(Path(copy.name), now=now, mine=mine)
        yield from (piece for piece in found if not isinstance(piece, Progress))


def _cards(sheet: Sheet, wanted: tuple[str, ...], region: str) -> Iterator[Piece]:
    for record in sheet.records(*wanted):
        if isinstance(record, Trouble):
            yield record
        else:
            yield _card(record, region) or Trouble(Part.BAD_CARD, record.where)


def _card(record: Record, region: str) -> Card | None:
    draft = Draft(record.where)
    of = record.of
    middle = of("additional name", "middle name")
    draft.named(of("given name", "first name"), middle, of("family name", "last name"))
    draft.name = of("name", "file as") if not (draft.given or draft.family) else of("name")
    draft.nickname = of("nickname", "short name")
    draft.organisation = of("organization 1 name", "organization name")
    draft.function = of("organization 1 title", "organization title")
    draft.note, draft.birthday = of("notes"), dates.day(of("birthday"))
    groups = (_SYSTEM.sub("", one).strip() for one in of("group membership", "labels").split(":::"))
    draft.groups = [one for one in groups if one and one.lower() not in _HIDDEN]
    for kind, number in _numbers(record):
        label = _SYSTEM.sub("", of(f"{kind} {number} type", f"{kind} {number} label")).lower()
        value = of(f"{kind} {number} value", f"{kind} {number} formatted")
        for one in value.split(":::"):
            draft.reach(_reach(kind, one.strip(), label, region))
    return draft.card()


def _numbers(record: Record) -> list[tuple[str, str]]:
    """Which ways the row has, each with its number, in the order of the columns."""
    found = (_NUMBERED.fullmatch(name) for name in record.cells)
    return list(dict.fromkeys((one[1], one[2]) for one in found if one))


def _reach(kind: str, value: str, label: str, region: str) -> Reach | None:
    match kind:
        case "e mail":
            return reaching.mail(value, label)
        case "phone":
            return reaching.phone(value, label, region)
        case "website":
            return reaching.page(value, "" if label == "profile" else label)
        case "address":
            return reaching.post(value, label)
    return None
