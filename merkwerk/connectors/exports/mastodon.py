"""What Mastodon (and what is like it) hands out: lists as tables, and the archive.

Tables: following_accounts.csv, followers.csv and lists.csv. Archive: actor.json and outbox.json in
ActivityStreams, as zip or as tar.gz (as servers made it before). A list of blocked or muted
accounts is refused: it names nobody to keep up with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from merkwerk.connectors import content, shapes
from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import members, reaching
from merkwerk.connectors.exports.archives import (
    Archive,
    DamagedMember,
    TooLargeMember,
)
from merkwerk.connectors.exports.drafts import Draft
from merkwerk.connectors.exports.elements import elements
from merkwerk.connectors.exports.sheets import Sheet, folded
from merkwerk.connectors.exports.tarballs import archive_of, is_archive
from merkwerk.connectors.exports.troubles import Part, Whole
from merkwerk.connectors.exports.values import Card, Event, Owner, Piece, Progress, Reach, Trouble

MOST = 200_000
_ACCOUNT = re.compile(r"@?[\w.-]{1,64}@[\w.-]+\.\w+", re.ASCII)
_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
_REFUSED = re.compile(r"block|mute|domain|geblokkeerd|gedempt")
_MOST_PEOPLE = 50


def read(
    path: Path, *, now: datetime, mine: frozenset[str] = frozenset(), name: str = ""
) -> Iterator[Piece]:
    """Cards of a list, or of an archive the owner and what they said to others. `name` is the
    file's own name: it says whether they follow or are followed. Raises UnreadableFile."""
    if is_archive(path):
        with archive_of(path) as archive:
            yield from _archive(archive, path)
        return
    sheet = Sheet(lambda: path.open("rb"))
    kind = kind_of(sheet, name)
    if not kind:
        raise UnreadableFile(Whole.UNKNOWN, "no list of accounts")
    if kind == "refused":
        raise UnreadableFile(Whole.NOT_PEOPLE)
    total = path.stat().st_size
    yield from _lists(sheet) if kind == "lists" else _accounts(sheet, kind)
    yield Progress(total, total)


def kind_of(sheet: Sheet, name: str = "") -> str:
    """`ours` (a list of followed accounts), `theirs` (of followers), `lists`, `refused` (of
    blocked or muted ones), or empty: by the columns, and by the name where they don't say. Without
    the column's name only a file with the right name is one: it may be a list of mail addresses.
    """
    rows = list(islice(sheet.rows(), 20))
    if not rows:
        return ""
    top = [folded(cell) for cell in rows[0].cells]
    headed = top[0] == "account address"
    known = re.search(r"follow|volg|list|lijst|block|mute|accounts", name.lower())
    below = rows[1:] if headed else rows
    last = 1 if below and len(below[0].cells) == 2 and not headed else 0
    sound = all(_ACCOUNT.fullmatch(row.cells[min(last, len(row.cells) - 1)]) for row in below)
    if not sound or not (headed or (known and below)):
        return ""
    if _REFUSED.search(name.lower()) or "hide notifications" in top:
        return "refused"
    if last:
        return "lists"
    return "theirs" if re.search(r"followers|volgers", name.lower()) else "ours"


def _accounts(sheet: Sheet, following: str) -> Iterator[Piece]:
    for count, row in enumerate(sheet.rows()):
        if count > MOST:
            yield Trouble(Part.TOO_MANY, sheet.where(row), (("most", MOST),))
            return
        if count == 0 and folded(row.cells[0]) == "account address":
            continue
        yield _card(row.cells[0], sheet.where(row), following, [])


def _card(account: str, where: str, following: str, groups: list[str]) -> Card | Trouble:
    draft = Draft(where, following=following, groups=groups)
    draft.reach(reaching.handle("mastodon", account))
    return draft.card() or Trouble(Part.BAD_CARD, where)


def _lists(sheet: Sheet) -> Iterator[Piece]:
    """One card for each account, with all its lists: they are gathered first."""
    groups: dict[str, list[str]] = {}
    places: dict[str, str] = {}
    for row in islice(sheet.rows(), MOST):
        if len(row.cells) < 2:
            yield Trouble(Part.BAD_ROW, sheet.where(row))
            continue
        groups.setdefault(row.cells[1], []).append(row.cells[0])
        places.setdefault(row.cells[1], sheet.where(row))
    for account, names in groups.items():
        yield _card(account, places[account], "ours", names)


def _archive(archive: Archive, path: Path) -> Iterator[Piece]:
    actor_name, outbox = archive.find("actor.json"), archive.find("outbox.json")
    if not actor_name and not outbox:
        raise UnreadableFile(Whole.UNKNOWN, "no actor.json and no outbox.json")
    try:
        actor = shapes.fields(archive.json(actor_name)) if actor_name else {}
    except (DamagedMember, TooLargeMember):
        actor = {}
        yield Trouble(Part.DAMAGED, actor_name, (("member", actor_name),))
    owner = shapes.token(actor.get("id"))
    if actor:
        yield _owner(actor, owner)
    if outbox:
        yield from members.each(archive, path, [(outbox, lambda: _outbox(archive, outbox, owner))])


def _owner(actor: shapes.Fields, uid: str) -> Owner:
    name = shapes.text(actor.get("preferredUsername"), 200)
    host = uid.partition("://")[2].partition("/")[0]
    found = reaching.handle("mastodon", f"{name}@{host}", uid=uid)
    return Owner(content.line(shapes.text(actor.get("name"), 1000), 300), (found,) if found else ())


def _outbox(archive: Archive, name: str, owner: str) -> Iterator[Piece]:
    with archive.opener(name)() as stream:
        for number, item in enumerate(elements(stream, '"orderedItems"'), 1):
            yield from _activity(shapes.fields(item), f"outbox.json, {number}", owner)


def _activity(activity: shapes.Fields, where: str, owner: str) -> Iterator[Piece]:
    if activity.get("type") in ("Create", "Announce"):
        at = shapes.when(activity.get("published"))
        if at is None:
            yield Trouble(Part.BAD_RECORD, where)
        elif activity.get("type") == "Announce":
            yield from _shared(activity, at, owner)
        else:
            yield from _said(activity, at, owner or shapes.token(activity.get("actor")))


def _shared(activity: shapes.Fields, at: datetime, owner: str) -> Iterator[Event]:
    about = shapes.token(activity.get("object"), 2000)
    person = _author(about)
    if person and not _is(person, owner):
        yield _event(activity, "", at, "shared", [person])


def _said(activity: shapes.Fields, at: datetime, owner: str) -> Iterator[Event]:
    """An answer to whom it answers, a mention of the others in it; what nobody else can read is a
    letter. What is said to nobody is no event between two people."""
    note = shapes.fields(activity.get("object"))
    people = [one for one in _mentioned(note) if not _is(one, owner)]
    words = content.plain(shapes.text(note.get("content"), 200_000))
    told = [one.get(field) for one in (activity, note) for field in ("to", "cc")]
    readers = [reader for value in told for reader in shapes.texts(value, 50, 500)]
    if people and not any(one in _PUBLIC or one.endswith("/followers") for one in readers):
        yield _event(activity, "", at, "wrote", people, words=words)
        return
    parent = _parent(shapes.token(note.get("inReplyTo"), 2000), people, owner)
    if parent:
        yield _event(activity, "", at, "answered", [parent], words=words)
    others = [one for one in people if parent is None or one.value != parent.value]
    if others:
        yield _event(activity, "#mentions", at, "mentioned", others, words=words)


def _event(
    activity: shapes.Fields,
    part: str,
    at: datetime,
    kind: str,
    people: list[Reach],
    *,
    words: str = "",
) -> Event:
    note = shapes.fields(activity.get("object"))
    uid = shapes.token(note.get("id"), 1000) or shapes.token(activity.get("id"), 1000)
    return Event(
        key=f"mastodon:{uid or at.isoformat()}{part}",
        at=at,
        kind=kind,
        direction="ours",
        channel="mastodon",
        people=tuple(people[:_MOST_PEOPLE]),
        words=words,
    )


def _mentioned(note: shapes.Fields) -> list[Reach]:
    found = []
    for tag in shapes.objects(note.get("tag"), 100):
        if tag.get("type") == "Mention":
            uid = shapes.token(tag.get("href"), 500)
            name = shapes.text(tag.get("name"), 300).lstrip("@")
            host = uid.partition("://")[2].partition("/")[0]
            full = name if "@" in name else f"{name}@{host}"
            found.append(reaching.handle("mastodon", full, uid=uid))
    return [one for one in found if one]


def _parent(answered: str, people: list[Reach], owner: str) -> Reach | None:
    """To whom it answers: the one mentioned whose page the answered message stands under, else
    the one it names, else the first mentioned. None when it answers oneself, or nobody."""
    if not answered or (owner and answered.startswith(f"{owner}/")):
        return None
    under = next((one for one in people if one.uid and answered.startswith(f"{one.uid}/")), None)
    named = _author(answered)
    if under is None and named and _is(named, owner):
        return None
    return under or named or next(iter(people), None)


def _author(address: str) -> Reach | None:
    """Who wrote it, by the address of a message: `…/users/jan/statuses/1`, `…/@jan/1`."""
    cut = re.match(r"(https://[^/]+/(?:users/|@)[\w.-]+)/", address)
    return reaching.page(cut[1]) if cut else None


def _is(person: Reach, owner: str) -> bool:
    if person.uid and person.uid == owner:
        return True
    host, _, path = owner.partition("://")[2].partition("/")
    return bool(owner) and person.value == f"{path.rpartition('/')[2]}@{host}".lower()
