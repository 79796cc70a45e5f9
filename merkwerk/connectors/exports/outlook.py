"""Outlook's contacts and calendar as tables, with English or Dutch columns."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from merkwerk.connectors import content
from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import dates, reaching
from merkwerk.connectors.exports.drafts import Draft
from merkwerk.connectors.exports.sheets import Record, Sheet
from merkwerk.connectors.exports.troubles import Part, Whole
from merkwerk.connectors.exports.values import Card, Event, Owner, Piece, Progress, Reach, Trouble

ZONE = ZoneInfo("Europe/Amsterdam")
"""Outlook writes times without a zone: those of the computer that wrote them."""
CONTACTS = (
    ("first name", "last name", "e mail address"),
    ("voornaam", "achternaam", "e mailadres"),
    ("first name", "last name", "business phone"),
    ("voornaam", "achternaam", "telefoon op werk"),
)
CALENDARS = (("subject", "start date", "start time"), ("onderwerp", "begindatum", "begintijd"))
EVERY = 200
_MOST_PEOPLE = 100
_MAIL = re.compile(r"e mail( \d)? address|e mailadres( \d)?|e mail \d,? adres|e mail( \d)? adres")
_PHONE = re.compile(r".*(phone|\bfax|\bpager|telefoon|\bmobiele|\bisdn)\b.*")
_NO_PHONE = re.compile(r".*\b(type|weergavenaam|display|assistant.*|assistent)\b.*")
_LABELS = (
    ("fax", re.compile(r"\bfax\b")),
    ("work", re.compile(r"\b(business|work|company|werk|bedrijf|zakelijk\w*|kantoor)\b")),
    ("home", re.compile(r"\b(home|thuis|huis|privé)\b")),
    ("cell", re.compile(r"\b(mobile|mobiele)\b")),
)
_PLACES = (
    ("work", "business", ("werkadres", "zakelijk adres"), "land/regio werk"),
    ("home", "home", ("huisadres", "thuisadres"), "land/regio thuis"),
    ("other", "other", ("ander adres", "overig adres"), "land/regio anders"),
)


def read(
    path: Path, *, now: datetime, mine: frozenset[str] = frozenset(), region: str = reaching.REGION
) -> Iterator[Piece]:
    """Cards of a table of contacts; of a calendar the meetings that have begun by `now` and that
    others are named in. Raises UnreadableFile when it is neither."""
    sheet = Sheet(lambda: path.open("rb"))
    wanted = kind_of(sheet)
    if not wanted:
        raise UnreadableFile(Whole.UNKNOWN, "no table of Outlook's")
    total = path.stat().st_size
    found = (
        _meetings(sheet, wanted, now, mine)
        if wanted in CALENDARS
        else _cards(sheet, wanted, region)
    )
    for count, piece in enumerate(found, 1):
        yield piece
        if count % EVERY == 0:
            yield Progress(min(sheet.done, total), total)
    yield Progress(total, total)


def kind_of(sheet: Sheet) -> tuple[str, ...]:
    """By which columns a table is Outlook's; else empty."""
    return next((names for names in (*CALENDARS, *CONTACTS) if sheet.header(*names)), ())


def _cards(sheet: Sheet, wanted: tuple[str, ...], region: str) -> Iterator[Piece]:
    first = _day_first(sheet, wanted, ("birthday", "verjaardag"))
    for record in sheet.records(*wanted):
        if isinstance(record, Trouble):
            yield record
        else:
            yield _card(record, region, first) or Trouble(Part.BAD_CARD, record.where)


def _day_first(sheet: Sheet, wanted: tuple[str, ...], columns: tuple[str, ...]) -> bool:
    """English columns with strokes are American unless a date in them says otherwise."""
    records = (one for one in islice(sheet.records(*wanted), 2000) if isinstance(one, Record))
    dutch = wanted[0] in ("voornaam", "onderwerp")
    return dates.day_first((one.of(*columns) for one in records), default=dutch)


def _card(record: Record, region: str, first: bool) -> Card | None:
    draft, of = Draft(record.where), record.of
    middle = of("middle name", "middelste naam", "tussenvoegsel")
    draft.named(of("first name", "voornaam"), middle, of("last name", "achternaam"))
    draft.nickname = of("nickname", "bijnaam", "roepnaam")
    draft.organisation = of("company", "bedrijf", "organisatie")
    draft.function = of("job title", "functie")
    draft.note = of("notes", "notities", "notitie")
    draft.birthday = _birthday(of("birthday", "verjaardag"), first)
    draft.groups = [
        one.strip()
        for one in re.split("[;,]", of("categories", "categorieën", "categorieen", "categorien"))
    ]
    for name, cell in record.cells.items():
        if _MAIL.fullmatch(name):
            draft.reach(reaching.mail(cell))
        elif _PHONE.fullmatch(name) and not _NO_PHONE.fullmatch(name):
            draft.reach(reaching.phone(cell, _label(name), region))
    draft.reach(reaching.page(of("web page", "webpagina", "personal web page", "website")))
    for label, english, dutch, land in _PLACES:
        draft.reach(_post(record, label, english, dutch, land))
    return draft.card()


def _birthday(text: str, first: bool) -> date | None:
    """Outlook writes `0/0/00` for none."""
    return None if text.startswith("0/0/") else dates.day(text, first=first)


def _label(name: str) -> str:
    return next((label for label, words in _LABELS if words.search(name)), "")


def _post(
    record: Record, label: str, english: str, dutch: tuple[str, ...], land: str
) -> Reach | None:
    def part(word: str, *vertaald: str) -> str:
        there = [f"{place} {name}" for place in dutch for name in vertaald]
        return record.of(f"{english} {word}", *there)

    street = part("street", "straat", "")
    town = f"{part('postal code', 'postcode')} {part('city', 'plaats')}".strip()
    country = part("country/region", "land/regio", "land") or record.of(land)
    return reaching.post("\n".join(filter(None, (street, town, country))), label)


def _meetings(
    sheet: Sheet, wanted: tuple[str, ...], now: datetime, mine: frozenset[str]
) -> Iterator[Piece]:
    first = _day_first(sheet, wanted, ("start date", "begindatum"))
    owner = _always_there(sheet, wanted)
    if owner:
        yield Owner(owner)
    for record in sheet.records(*wanted):
        piece = record if isinstance(record, Trouble) else _meeting(record, first, mine | {owner})
        if isinstance(piece, Trouble) or (piece is not None and piece.at <= now):
            yield piece


def _always_there(sheet: Sheet, wanted: tuple[str, ...]) -> str:
    """Whose calendar it is: the one name that is in nine of ten meetings, of three or more."""
    seen: Counter[str] = Counter()
    count = 0
    for record in sheet.records(*wanted):
        if isinstance(record, Record) and (names := {_name(one) for one in _people(record)} - {""}):
            count += 1
            seen.update(names)
    top = seen.most_common(2)
    alone = bool(top) and (len(top) == 1 or top[0][1] > top[1][1])
    return top[0][0] if alone and count >= 3 and top[0][1] >= 0.9 * count else ""


def _people(record: Record) -> list[str]:
    cells = (
        record.of("meeting organizer", "organisator van vergadering", "organisator vergadering"),
        record.of("required attendees", "vereiste genodigden", "vereiste deelnemers"),
        record.of("optional attendees", "optionele genodigden", "optionele deelnemers"),
    )
    return [one for cell in cells for one in re.split("[;\n]", cell[:20_000]) if one.strip()]


def _meeting(record: Record, first: bool, mine: frozenset[str]) -> Event | Trouble | None:
    """None for what one does alone. `mine` are the owner's name and addresses."""
    of, people = record.of, _people(record)
    reaches = [one for one in map(reaching.mail, people) if one and one.value not in mine]
    names = [one for one in map(_name, people) if one and one not in mine]
    if not reaches and not names:
        return None
    told = f"{of('start date', 'begindatum')} {of('start time', 'begintijd')}"
    at = dates.moment(told, first=first, zone=ZONE)
    if at is None:
        return Trouble(Part.BAD_DATE, record.where, (("text", content.line(told, 40)),))
    subject = content.line(of("subject", "onderwerp"), 300)
    mark = hashlib.sha256(f"{at.isoformat()}\x1f{subject}".encode("utf-8", "replace")).hexdigest()
    return Event(
        key=f"outlook:{mark[:32]}",
        at=at,
        kind="met",
        direction="both",
        channel="calendar",
        people=tuple(dict.fromkeys(reaches))[:_MOST_PEOPLE],
        names=content.few(names, _MOST_PEOPLE),
        place=content.line(of("location", "locatie"), 120),
        subject=subject,
        words=content.block(of("description", "beschrijving"), 20_000),
    )


def _name(text: str) -> str:
    """The name in `Anna Bakker <anna@example.org>` or `Bakker, Anna`; empty for a mere address."""
    bare = content.line(re.sub(r"<[^>]*>|\([^)]*@[^)]*\)", " ", text[:500]), 300).strip("'\" ")
    return "" if "@" in bare else bare
