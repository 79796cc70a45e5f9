"""Collecting what colleagues noted by mail, a few letters at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from merkwerk.connectors.http import Http
from merkwerk.connectors.mail import moments
from merkwerk.connectors.mail.history import place
from merkwerk.connectors.mail.imap import Mailbox, open_mailbox
from merkwerk.connectors.mail.moments import Noted
from merkwerk.connectors.values import Bookmark

MOST = 50
LETTER = 512 * 1024


@dataclass(frozen=True, slots=True)
class Collected:
    """What some letters note, how many noted nothing and why (codes of `moments.Missed`), where
    to go on, and whether there is more."""

    noted: tuple[Noted, ...]
    missed: tuple[tuple[str, int], ...]
    bookmark: Bookmark
    more: bool


def collect(
    http: Http,
    mailbox: Mailbox,
    bookmark: Bookmark,
    *,
    address: str,
    now: datetime,
    limit: int = MOST,
) -> Collected:
    """What was noted by letters to `address` (moments@domain) since `bookmark`, oldest first; ask
    again while `more`. Letters stay unread and where they are; of each at most LETTER bytes are
    read. When the server has numbered its letters anew all come once more, with the `message_id`
    by which they are known. Raises the types of `imap.open_mailbox`."""
    noted: list[Noted] = []
    missed: Counter[str] = Counter()
    with open_mailbox(http.way, mailbox, most=LETTER) as reader:
        folder = reader.look(mailbox.folder)
        validity, last = place(bookmark.cursor)
        last = last if validity == folder.validity else 0
        waiting = reader.after(last)
        for uid in waiting[:limit]:
            letter = reader.letter(uid, LETTER)
            if letter is None:
                continue
            received = letter.received or now
            found = moments.read(letter.raw, address=address, received=received, now=now)
            if isinstance(found, Noted):
                noted.append(found)
            else:
                missed[found.value] += 1
    newest = max([last, *waiting[:limit]])
    return Collected(
        tuple(noted),
        tuple(sorted(missed.items())),
        replace(bookmark, cursor=f"{folder.validity} {newest}"),
        len(waiting) > limit,
    )
