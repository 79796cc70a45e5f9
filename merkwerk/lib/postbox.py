"""A mailbox that the worker looks into for letters to colleagues' own addresses: `box+word@domain`,
where the word is a secret that says whose letter it is."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from django.db import models, transaction

from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.http import Http
from merkwerk.connectors.mail import own_box
from merkwerk.connectors.mail.imap import Mailbox
from merkwerk.connectors.values import Bookmark
from merkwerk.lib.outgoing import http

USUALLY, LEASE, LONGEST = timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=6)
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and figures that nobody takes for one another."""
LENGTH = 16

Told = TypeVar("Told")


class PostBox(models.Model):
    """Where the last look into a mailbox ended, and how it went; each kind has one row."""

    bookmark = models.JSONField(default=dict)
    error = models.CharField(max_length=60, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    checked = models.DateTimeField(null=True, blank=True)
    next_check = models.DateTimeField()

    class Meta:
        abstract = True


def new_word() -> str:
    """A secret for an address: 79 bits in letters that can be read aloud."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def own_address(box: str, word: str) -> str:
    """The whole address of whoever has this word."""
    local, _, domain = box.partition("@")
    return f"{local}+{word}@{domain}"


def mailbox(address: str) -> Mailbox:
    """The mailbox behind `imaps://user:password@host:port/folder`."""
    parts = urlsplit(address)
    tls = parts.scheme != "imap"
    return Mailbox(
        address=parts.hostname or "",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        port=parts.port or (993 if tls else 143),
        tls=tls,
        folder=unquote(parts.path.lstrip("/")) or "INBOX",
    )


def look_into(
    boxes: type[PostBox],
    *,
    place: str,
    read: own_box.Reads[Told],
    take_in: Callable[[Told], bool],
    now: datetime,
    way: Http | None = None,
    limit: int = own_box.MOST,
    most: int = own_box.LETTER,
) -> int:
    """Takes in what arrived in the mailbox at `place` (`imaps://…`) since the last look, when it is
    time for one. `read` makes something of a letter, `take_in` keeps it and says whether it was for
    anybody. Trouble is kept on the row, for the health page. A worker that dies in between reads
    the same letters again. It reads `limit` letters at the most, and `most` bytes of each. Answers
    how many letters were taken in."""
    box = _claim(boxes, now)
    rows = boxes._default_manager.filter(pk=1)
    if box is None:
        return 0
    mark = Bookmark(**box.bookmark)
    try:
        found = own_box.collect(
            way or http(), mailbox(place), mark, read=read, now=now, limit=limit, most=most
        )
    except ConnectorError as trouble:
        wait = min(USUALLY * 2 ** min(box.failures, 8), LONGEST)
        rows.update(
            error=trouble.code, failures=box.failures + 1, checked=now, next_check=now + wait
        )
        return 0
    taken = sum(take_in(one) for one in found.told)
    rows.update(
        bookmark=asdict(found.bookmark),
        error="",
        failures=0,
        checked=now,
        next_check=now if found.more else now + USUALLY,
    )
    return taken


@transaction.atomic
def _claim(boxes: type[PostBox], now: datetime) -> PostBox | None:
    box, _made = boxes._default_manager.get_or_create(pk=1, defaults={"next_check": now})
    due = boxes._default_manager.filter(pk=1, next_check__lte=now)
    return box if due.update(next_check=now + LEASE) else None
