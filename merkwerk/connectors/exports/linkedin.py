"""LinkedIn's "copy of your data": the archive, or one table out of it.

Connections.csv (below notes of its own), messages.csv, Invitations.csv, Profile.csv and
"Email Addresses.csv", in the spellings of the last years. Whose file it is, is not in the letters
themselves: the owner is the profile that has a part in all of them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from merkwerk.connectors import content
from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import dates, members, reaching
from merkwerk.connectors.exports.archives import Archive, is_zip
from merkwerk.connectors.exports.drafts import Draft
from merkwerk.connectors.exports.sheets import Record, Sheet
from merkwerk.connectors.exports.troubles import Part, Whole
from merkwerk.connectors.exports.values import Card, Event, Owner, Piece, Progress, Reach, Trouble

CONNECTIONS = ("first name", "last name", "connected on")
MESSAGES = ("from", "to", "date", "content")
INVITATIONS = ("from", "to", "sent at", "direction")
PROFILE = ("first name", "last name", "headline")
ADDRESSES = ("email address", "confirmed")
WORDS = 20_000
_MOST_PEOPLE = 50
_Person = tuple[str, str]
"""Profile's name and shown name, of which one may be empty."""


def read(
    path: Path, *, now: datetime, mine: frozenset[str] = frozenset(), region: str = reaching.REGION
) -> Iterator[Piece]:
    """The owner, a card for each connection, and an event for each letter and invitation. Raises
    UnreadableFile when it is neither the archive nor one of its tables."""
    if is_zip(path):
        yield from _archive(path, mine)
        return
    sheet = Sheet(lambda: path.open("rb"))
    kind = kind_of(sheet)
    if not kind:
        raise UnreadableFile(Whole.UNKNOWN, "no table of LinkedIn's")
    total = path.stat().st_size
    owner = _Owner("", mine)
    if kind == MESSAGES:
        owner.learn(sheet)
        yield owner.told()
    yield from _table(kind, sheet, owner)
    yield Progress(total, total)


def kind_of(sheet: Sheet) -> tuple[str, ...]:
    """Which of its tables this is, by the names of its columns; else empty."""
    known = (CONNECTIONS, MESSAGES, INVITATIONS, PROFILE)
    return next((names for names in known if sheet.header(*names)), ())


class _Owner:
    """Whose file it is, as far as is known: by name, and by their own addresses."""

    def __init__(self, name: str, mine: frozenset[str]) -> None:
        self.name, self.mine = name, mine
        self.slug = next((slug for one in sorted(mine) if (slug := reaching.slug(one))), "")

    def learn(self, letters: Sheet) -> None:
        """The profile that is one of their own, else the one with this name, or, without a name,
        the profile or name that has a part in every letter."""
        if self.slug:
            return
        seen: Counter[str] = Counter()
        pages: dict[str, str] = {}
        count = 0
        for record in letters.records(*MESSAGES):
            if isinstance(record, Record) and (people := _people(record)):
                count += 1
                seen.update({slug for slug, _ in people if slug})
                seen.update({f"name:{name}" for _, name in people if name})
                pages.update((name, slug) for slug, name in people if slug and name)
        self.slug = next((slug for slug in pages.values() if slug in self.mine), "")
        if not self.name and not self.slug:
            slugs = [one for one in seen.most_common() if one[1] > 0.9 * count]
            self.slug = _alone([one for one in slugs if not one[0].startswith("name:")])
            self.name = _alone([one for one in slugs if one[0].startswith("name:")])[5:]
        self.slug = self.slug or pages.get(self.name, "")

    def is_(self, person: _Person) -> bool:
        slug, name = person
        return bool((self.slug and self.slug in (slug, name)) or (name and name == self.name))

    @property
    def known(self) -> bool:
        return bool(self.slug or self.name)

    def told(self, *others: Reach) -> Owner:
        page = reaching.handle("linkedin", self.slug)
        return Owner(self.name, (page, *others) if page else others)


def _alone(most: list[tuple[str, int]]) -> str:
    """The first, unless another is there as often."""
    if not most or (len(most) > 1 and most[0][1] == most[1][1]):
        return ""
    return most[0][0]


def _archive(path: Path, mine: frozenset[str]) -> Iterator[Piece]:
    with Archive(path) as archive:
        told, reaches = _told_owner(archive)
        owner = _Owner(told, mine)
        letters = members.sheet(archive, "messages.csv")
        if letters and letters.header(*MESSAGES):
            owner.learn(letters)
        yield owner.told(*reaches)
        found = {
            kind: (name, sheet)
            for kind, ending in (
                (CONNECTIONS, "connections.csv"),
                (INVITATIONS, "invitations.csv"),
                (MESSAGES, "messages.csv"),
            )
            if (name := archive.find(ending)) and (sheet := members.sheet(archive, ending))
        }
        steps: list[members.Step] = [
            (name, lambda kind=kind, sheet=sheet: _table(kind, sheet, owner))  # type: ignore[misc]
            for kind, (name, sheet) in found.items()
        ]
        yield from members.each(archive, path, steps)


def _told_owner(archive: Archive) -> tuple[str, tuple[Reach, ...]]:
    name = ""
    reaches: list[Reach] = []
    for record in _records(members.sheet(archive, "profile.csv"), PROFILE):
        name = name or content.line(f"{record.of('first name')} {record.of('last name')}", 300)
    for record in _records(members.sheet(archive, "email addresses.csv"), ADDRESSES):
        if (found := reaching.mail(record.of("email address"))) and len(reaches) < 20:
            reaches.append(found)
    return name, tuple(reaches)


def _records(sheet: Sheet | None, wanted: tuple[str, ...]) -> Iterator[Record]:
    if sheet is not None:
        yield from (one for one in sheet.records(*wanted) if isinstance(one, Record))


def _table(kind: tuple[str, ...], sheet: Sheet, owner: _Owner) -> Iterator[Piece]:
    if kind == MESSAGES and not owner.known:
        yield Trouble(Part.OWNER_UNKNOWN, sheet.name, (("member", sheet.name),))
        return
    first = dates.day_first(_dates(sheet, kind), default=False)
    paged = "sender profile url" in sheet.header(*kind)
    nameless = 0
    for record in sheet.records(*kind):
        if isinstance(record, Trouble):
            yield record
        elif kind == CONNECTIONS:
            card = _connection(record, first)
            nameless += card is None
            yield from [card] if card else []
        elif kind == PROFILE:
            yield Owner(content.line(f"{record.of('first name')} {record.of('last name')}", 300))
        elif kind == INVITATIONS:
            yield _invitation(record, first)
        elif (piece := _letter(record, owner, first, paged)) is not None:
            yield piece
    if nameless:
        yield Trouble(Part.NAMELESS, sheet.name, (("count", nameless),))


def _dates(sheet: Sheet, kind: tuple[str, ...]) -> Iterator[str]:
    column = {CONNECTIONS: "connected on", MESSAGES: "date"}.get(kind, "sent at")
    first = islice(sheet.records(*kind), 2000)
    return (one.of(column) for one in first if isinstance(one, Record))


def _connection(record: Record, first: bool) -> Card | None:
    """None for somebody who closed their profile: of them there is a day and nothing else."""
    draft = Draft(record.where)
    draft.given, draft.family = record.of("first name"), record.of("last name")
    draft.organisation, draft.function = record.of("company"), record.of("position")
    draft.reach(reaching.page(record.of("url", "profile url")))
    draft.reach(reaching.mail(record.of("email address")))
    draft.since = dates.moment(record.of("connected on"), first=first)
    draft.following = "both"
    return draft.card()


def _invitation(record: Record, first: bool) -> Piece:
    """Asking somebody to connect counts as following them, with the words that went along."""
    at = dates.moment(record.of("sent at"), first=first)
    ours = record.of("direction").upper() == "OUTGOING"
    name = record.of("to" if ours else "from")
    page = record.of("inviteeprofileurl" if ours else "inviterprofileurl")
    reach = reaching.page(page)
    if at is None or not (reach or name):
        return _undated(record, record.of("sent at"))
    return Event(
        key=_key("invitation", page or name, record.of("sent at")),
        at=at,
        kind="followed",
        direction="ours" if ours else "theirs",
        channel="linkedin",
        people=(reach,) if reach else (),
        names=content.few([content.line(name, 300)], 1),
        words=content.block(record.of("message"), WORDS),
    )


def _letter(record: Record, owner: _Owner, first: bool, paged: bool) -> Piece | None:
    """One message; None for a draft, one to oneself, and one of somebody without a profile where
    senders have one (`paged`): advertisements, and people who left."""
    people = _people(record)
    others = [person for person in people if not owner.is_(person)]
    if not others or record.of("is message draft").lower() in ("yes", "true"):
        return None
    if paged and not people[0][0] and not owner.is_(people[0]):
        return None
    at = dates.moment(record.of("date"), first=first)
    if at is None:
        return _undated(record, record.of("date"))
    ours = owner.is_(people[0])
    others = others if ours else others[:1]
    reaches = (reaching.handle("linkedin", slug) for slug, _ in others[:_MOST_PEOPLE] if slug)
    words = record.of("content")
    return Event(
        key=_key(record.of("conversation id"), record.of("date"), people[0][0], words),
        at=at,
        kind="wrote",
        direction="ours" if ours else "theirs",
        channel="linkedin",
        people=tuple(reach for reach in reaches if reach),
        names=content.few((content.line(name, 300) for _, name in others), _MOST_PEOPLE),
        subject=content.line(record.of("subject"), 300),
        words=content.plain(words) if "</" in words else content.block(words, WORDS),
    )


def _people(record: Record) -> list[_Person]:
    """The sender first, then those it went to. Of several recipients the names stand in one cell
    with commas, that are in names too: known by profile where there are profiles, else cut where
    a comma is followed by a whole name."""
    sender = (reaching.slug(record.of("sender profile url")), content.line(record.of("from"), 300))
    pages = record.of("recipient profile urls").replace(",", ";").split(";")
    slugs = [slug for page in pages if (slug := reaching.slug(page))]
    to = [(slug, "") for slug in slugs]
    if len(slugs) <= 1:
        names = content.line(record.of("to"), 2000)
        cut = [names] if slugs else re.split(r", (?=[^\s,]+ [^\s,])", names)
        to = [(slugs[0] if slugs else "", name) for name in cut]
    return [person for person in (sender, *to) if any(person)] if any(sender) else []


def _undated(record: Record, text: str) -> Trouble:
    return Trouble(Part.BAD_DATE, record.where, (("text", content.line(text, 40)),))


def _key(*parts: str) -> str:
    mark = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
    return f"linkedin:{mark[:32]}"
