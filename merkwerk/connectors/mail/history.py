"""What was written between the owner of a mailbox and others, from the heads of its letters.

Bodies are never asked for. Nothing in the mailbox is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from merkwerk.connectors.exports.values import Event
from merkwerk.connectors.http import Http
from merkwerk.connectors.mail.contact import FIELDS, contact
from merkwerk.connectors.mail.folder_names import FolderName
from merkwerk.connectors.mail.heads import head
from merkwerk.connectors.mail.imap import Folder, Mailbox, Reader, open_mailbox
from merkwerk.connectors.values import Bookmark

MOST = 1_000
HEAD = 64 * 1024
WINDOW = timedelta(days=5 * 366)
_AT_ONCE = 100
_STRETCH = 50_000


@dataclass(frozen=True, slots=True)
class History:
    """Some letters of a folder: what they tell, how many were no contact between two people and
    why (codes of `contact.No`), where to go on, and whether there is more."""

    events: tuple[Event, ...]
    passed: tuple[tuple[str, int], ...]
    bookmark: Bookmark
    more: bool


def folders(http: Http, mailbox: Mailbox) -> tuple[FolderName, ...]:
    """The folders a colleague can choose from; those with the role inbox and sent are the ones to
    offer. Raises as `imap.open_mailbox`."""
    with open_mailbox(http.way, mailbox, most=HEAD) as reader:
        return tuple(reader.folders())


def collect(
    http: Http,
    mailbox: Mailbox,
    bookmark: Bookmark,
    *,
    mine: frozenset[str],
    now: datetime,
    sent: bool = False,
    limit: int = MOST,
) -> History:
    """The letters in `mailbox.folder` since `bookmark`, oldest first, at most `limit`; the first
    time those of the last five years. Ask again while `more`.

    Direction is by `mine` (lower case) and the name one signs in with; in a folder of `sent` mail
    every sender is the owner. Keys are those of `exports.mbox`, so that a letter is known again
    wherever it is read. When the server has numbered its letters anew it begins again. Raises
    NotFound (the folder) and the types of `imap.open_mailbox`."""
    own = mine | ({mailbox.user.lower()} if "@" in mailbox.user else set())
    with open_mailbox(http.way, mailbox, most=HEAD) as reader:
        folder = reader.look(mailbox.folder)
        validity, last = place(bookmark.cursor)
        last = last if validity == folder.validity else 0
        taken, more = _waiting(reader, folder, last, now - WINDOW, limit)
        events, passed = _read(reader, taken, own, now, sent)
    newest = max([last, *taken]) if more or not folder.following else folder.following - 1
    cursor = f"{folder.validity} {max(newest, last)}"
    return History(
        tuple(events), tuple(sorted(passed.items())), replace(bookmark, cursor=cursor), more
    )


def place(cursor: str) -> tuple[int, int]:
    """(UIDVALIDITY, last UID) of a cursor of our own making, else zeros."""
    validity, _, last = cursor.partition(" ")
    sound = validity.isdecimal() and last.isdecimal() and cursor.isascii() and len(cursor) < 30
    return (int(validity), int(last)) if sound else (0, 0)


def _waiting(
    reader: Reader, folder: Folder, last: int, since: datetime, limit: int
) -> tuple[list[int], bool]:
    """The numbers to read now, and whether others wait. Asked in stretches: of a folder with a
    million letters no server's answer becomes longer than a line may be."""
    found: list[int] = []
    for low in range(last + 1, folder.following or last + 2, _STRETCH):
        high = low + _STRETCH - 1 if folder.following else 2**32 - 1
        found += reader.between(low, high, since)
        if len(found) > limit:
            return found[:limit], True
    return found, False


def _read(
    reader: Reader, uids: list[int], own: frozenset[str], now: datetime, sent: bool
) -> tuple[list[Event], Counter[str]]:
    events: list[Event] = []
    passed: Counter[str] = Counter()
    for some in _at_once(uids):
        for letter in reader.heads(some, FIELDS, HEAD):
            told = head(letter.raw)
            senders = {one.mail for one in told.addresses("from")} if sent else set()
            found = contact(told, mine=own | senders, now=now, received=letter.received)
            if isinstance(found, Event):
                events.append(found)
            else:
                passed[found.value] += 1
    return events, passed


def _at_once(uids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(uids), _AT_ONCE):
        yield uids[start : start + _AT_ONCE]
