"""Collecting letters, a few at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from merkwerk.connectors.http import Http
from merkwerk.connectors.mail import translate
from merkwerk.connectors.mail.history import place
from merkwerk.connectors.mail.imap import Mailbox, Reader, open_mailbox
from merkwerk.connectors.values import Bookmark, Page, Post, Refusal

MOST = 20
LETTER = 1024 * 1024
__all__ = ["Mailbox", "check", "collect"]


def check(http: Http, mailbox: Mailbox) -> int:
    """Signs in and says how many letters there are. Raises TokenRefused, NotFound (the folder)
    and the others of `imap.open_mailbox`."""
    with open_mailbox(http.way, mailbox, most=LETTER) as reader:
        return reader.look(mailbox.folder).letters


def collect(
    http: Http, mailbox: Mailbox, bookmark: Bookmark, *, now: datetime, limit: int = MOST
) -> Page:
    """The newsletters that came since `bookmark`, oldest first; the first time the last `limit`
    letters. Ask again while `more`. Letters stay unread and where they are; of each at most
    LETTER bytes are read. What is no newsletter is refused without a word of it being kept.

    When the server has numbered its letters anew it begins again: known letters have known
    identities. Raises the types of `imap.open_mailbox`.
    """
    with open_mailbox(http.way, mailbox, most=LETTER) as reader:
        folder = reader.look(mailbox.folder)
        validity, last = place(bookmark.cursor)
        anew = not last or validity != folder.validity
        waiting = reader.last(limit, folder.letters) if anew else reader.after(last)
        taken = waiting[:limit]
        posts, refused = _read(reader, taken, now)
    newest = max([*taken, 0 if anew else last])
    return Page(
        posts=tuple(posts),
        refused=tuple(refused),
        bookmark=replace(bookmark, cursor=f"{folder.validity} {newest}" if newest else ""),
        unchanged=not taken,
        more=len(waiting) > len(taken),
        title=mailbox.user,
    )


def _read(reader: Reader, uids: list[int], now: datetime) -> tuple[list[Post], list[Refusal]]:
    posts: list[Post] = []
    refused: list[Refusal] = []
    for uid in uids:
        letter = reader.letter(uid, LETTER)
        if letter is None:
            continue
        read = translate.letter(letter.raw, received=letter.received or now, now=now)
        if isinstance(read, Post):
            posts.append(read)
        else:
            refused.append(read)
    return posts, refused
