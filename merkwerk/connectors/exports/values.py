"""What a file brings: people as cards, what happened with them, whose file it is, what is wrong.

A reader yields these one by one in the order of the file, so that a large file is never held in
memory. Texts are plain text without control or bidirectional tricks, cut to sane lengths; times
are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

YEARLESS = 1604
"""The year of a birthday whose year is not told, as address books write it (a leap year)."""


class Format(StrEnum):
    """What kind of file it is; `recognise` finds it out from name and content."""

    VCARD = "vcard"
    TABLE = "table"
    LINKEDIN = "linkedin"
    GOOGLE = "google"
    OUTLOOK = "outlook"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    X = "x"
    MBOX = "mbox"
    CALENDAR = "calendar"
    OWN = "own"


class Way(StrEnum):
    """By which somebody is reached."""

    MAIL = "mail"
    PHONE = "phone"
    SITE = "site"
    HANDLE = "handle"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to reach a person. MAIL in lower case; PHONE as E.164 when it can be told, else as
    written; HANDLE as `name@server`, `name.bsky.social` or a profile's name, with `network` in
    {"mastodon", "bluesky", "linkedin", "x", ...}; `uid` is that network's steady name (DID, actor
    address) when the file knows it. `label` as the file says ("work")."""

    way: Way
    value: str
    network: str = ""
    uid: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One person in a file. `key` names them within the file (UID, handle, mail; else the
    position); `where` says where they stand ("card 3", "Connections.csv, line 17"). A birthday in
    YEARLESS has no year. `following` says who follows whom there, when the file does: "ours" (the
    owner them), "theirs", "both", or nothing. A name may be no more than a handle."""

    key: str
    where: str
    name: str
    given: str = ""
    family: str = ""
    nickname: str = ""
    organisation: str = ""
    function: str = ""
    reaches: tuple[Reach, ...] = ()
    birthday: date | None = None
    note: str = ""
    groups: tuple[str, ...] = ()
    since: datetime | None = None
    following: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened between the owner of the file and others. `key` is the same each
    time the file is read (Message-ID, UID with the occurrence's start); `kind` one of met, called,
    wrote, said, answered, asked, mentioned, followed, shared, reacted, noticed, other;
    `direction` theirs, ours, both. `subject`, `words`, `given` and `asked` are private to the
    owner. `card` is the `key` of the card it belongs to, in a file that says so (Merkwerk's
    own)."""

    key: str
    at: datetime
    kind: str
    direction: str
    channel: str
    people: tuple[Reach, ...]
    names: tuple[str, ...] = ()
    place: str = ""
    subject: str = ""
    words: str = ""
    given: str = ""
    asked: str = ""
    card: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a contact led to, in Merkwerk's own file; `kind` as an outcome's."""

    kind: str
    title: str
    on: date | None = None
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the owner kept of the person of the card `key`; in Merkwerk's own file only."""

    key: str
    how_met: str = ""
    interests: str = ""
    could_give: str = ""
    met_through: str = ""
    stage: str = ""
    rhythm_days: int | None = None
    rests_for_good: bool = False
    outcomes: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose file it is, as far as it says: to be held against the colleague who brings it."""

    name: str = ""
    reaches: tuple[Reach, ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """A piece that could not be read; `where` as in Card, `code` names the sentence, `facts` fill
    it. A file never fails as a whole because of one piece."""

    code: str
    where: str
    facts: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reader is: bytes done of bytes in all. Yielded now and then."""

    done: int
    total: int


Piece = Card | Event | Kept | Owner | Trouble | Progress
