"""Collecting letters to colleagues' own addresses, a few at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from merkwerk.connectors.http import Http
from merkwerk.connectors.mail.history import place
from merkwerk.connectors.mail.imap import Mailbox, open_mailbox
from merkwerk.connectors.values import Bookmark

MOST = 50
LETTER = 512 * 1024

Told = TypeVar("Told")
Read = TypeVar("Read", covariant=True)


class Reads(Protocol[Read]):
    """Makes something of a letter, or says why not."""

    def __call__(self, raw: bytes, *, received: datetime, now: datetime) -> Read | StrEnum: ...


@dataclass(frozen=True, slots=True)
class Collected(Generic[Told]):
    """What some letters tell, how many told nothing and why (codes), where to go on, and whether
    there is more."""

    told: tuple[Told, ...]
    missed: tuple[tuple[str, int], ...]
    bookmark: Bookmark
    more: bool


def collect(
    http: Http,
    mailbox: Mailbox,
    bookmark: Bookmark,
    *,
    read: Reads[Told],
    now: datetime,
    limit: int = MOST,
    most: int = LETTER,
) -> Collected[Told]:
    """What letters since `bookmark` tell, as `read` understands them, oldest first; ask again while
    `more`. Letters stay unread and where they are; of each at most `most` bytes are read. When the
    server has numbered its letters anew all come once more. Raises the types of
    `imap.open_mailbox`."""
    told: list[Told] = []
    missed: Counter[str] = Counter()
    with open_mailbox(http.way, mailbox, most=most) as reader:
        folder = reader.look(mailbox.folder)
        validity, last = place(bookmark.cursor)
        last = last if validity == folder.validity else 0
        waiting = reader.after(last)
        for uid in waiting[:limit]:
            letter = reader.letter(uid, most)
            if letter is None:
                continue
            found = read(letter.raw, received=letter.received or now, now=now)
            if isinstance(found, StrEnum):
                missed[found.value] += 1
            else:
                told.append(found)
    newest = max([last, *waiting[:limit]])
    return Collected(
        tuple(told),
        tuple(sorted(missed.items())),
        replace(bookmark, cursor=f"{folder.validity} {newest}"),
        len(waiting) > limit,
    )
