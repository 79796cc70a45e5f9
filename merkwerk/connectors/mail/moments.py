"""Letters to somebody's own moment address, by which they note that something happened.

Three ways: a copy (Bcc or Cc) of what one writes to somebody, a letter that one forwards, and a
sentence sent to the address alone. The secret in the address is what proves the sender: anybody
can write any sender above a letter. Knows no network and no clock, and raises nothing.
"""

from __future__ import annotations

import email
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.message import Message
from enum import StrEnum

from merkwerk.connectors import content
from merkwerk.connectors.feeds import dates
from merkwerk.connectors.mail.contact import (
    DELIVERED,
    MOST,
    SUBJECT,
    digest,
    is_automatic,
    own_mark,
)
from merkwerk.connectors.mail.forwarded import Forwarded, forwarded
from merkwerk.connectors.mail.heads import Address, Head, head, written
from merkwerk.connectors.mail.translate import PARTS, plain_words

WORDS = 4_000
SENTENCE = 300
_TOKEN = re.compile(r"[a-z0-9]{8,64}")
_QUOTED = re.compile(r"^\s*>|^-- ?$")


class Means(StrEnum):
    """How something was noted."""

    COPY = "copy"
    FORWARD = "forward"
    SENTENCE = "sentence"


class Missed(StrEnum):
    """Why a letter notes nothing."""

    NO_ADDRESS = "moment-no-address"
    AUTOMATIC = "moment-automatic"
    NOBODY = "moment-nobody"
    MANY = "moment-many"
    UNREADABLE = "moment-unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What one letter notes. `token` says whose it is; `sender` is who sent it in (they say).

    `people` is who it was with: of a copy its other recipients, of a forwarded letter who wrote it
    (or, when `sender` did, to whom); nobody for a sentence, which names them in words. `direction`
    ours or theirs, both for a sentence. `sentence` is the first line the sender wrote in it, to be
    read by `engine.jotting`: the whole of a sentence, what stands above a forwarded letter.
    `words` is the letter itself. `at` is when it was written, of a forwarded one when that says
    so."""

    token: str = field(repr=False)
    means: Means
    sender: Address
    people: tuple[Address, ...]
    direction: str
    subject: str
    sentence: str
    words: str
    at: datetime
    message_id: str
    in_reply_to: str = ""


def read(raw: bytes, *, address: str, received: datetime, now: datetime) -> Noted | Missed:
    """What a letter to `address` (moments@domain; the token stands behind a plus) notes, or why it
    notes nothing. Tokens are 8 to 64 small letters and figures."""
    told = head(raw)
    senders = told.addresses("from") or told.addresses("sender")
    token = token_of(told, address)
    if not token:
        return Missed.NO_ADDRESS
    if not senders:
        return Missed.UNREADABLE
    if is_automatic(told, senders[0], ours=True):
        return Missed.AUTOMATIC
    try:
        letter = email.message_from_bytes(raw)
        return _noted(told, letter, raw, senders[0], token, address, received, now)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Missed.UNREADABLE


def token_of(told: Head, address: str) -> str:
    """The token for which a letter came in: by where it was delivered, else by to whom it was
    sent; "" without one, or with two different ones."""
    for names in (DELIVERED, ("to", "cc", "bcc")):
        found = {token for one in told.addresses(*names) if (token := _token(one.mail, address))}
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def _token(mail: str, address: str) -> str:
    local, _, domain = address.lower().rpartition("@")
    own, _, place = mail.rpartition("@")
    if place != domain or not own.startswith(local + "+"):
        return ""
    token = own[len(local) + 1 :]
    return token if _TOKEN.fullmatch(token) else ""


def _noted(
    told: Head,
    letter: Message,
    raw: bytes,
    sender: Address,
    token: str,
    address: str,
    received: datetime,
    now: datetime,
) -> Noted | Missed:
    written_at = written(told, now=now, received=received) or min(received, now)
    to = [one for one in told.addresses("to", "cc") if not _token(one.mail, address)]
    others = tuple(one for one in to if one.mail != sender.mail)
    if len(others) > MOST:
        return Missed.MANY
    words = content.block(plain_words(raw), 10 * WORDS)
    subject = content.line(told.text("subject"), SUBJECT)
    inner = None if others else _attached(letter) or forwarded(words)
    means = Means.COPY if others else Means.FORWARD if inner else Means.SENTENCE
    people, direction, at = others, "ours", written_at
    said = "" if others else first_line(inner.above if inner else words)
    if inner:
        people, direction = _between(inner, sender)
        subject, words = inner.subject or subject, inner.words
        at = min(inner.at, written_at) if inner.at else written_at
        if not people:
            return Missed.NOBODY
    elif not others:
        direction, said = "both", said or content.line(subject, SENTENCE)
    if means is Means.SENTENCE and not said:
        return Missed.NOBODY
    return Noted(
        token=token, means=means, sender=sender, people=people, direction=direction,
        subject=subject, sentence=said, words=content.block(words, WORDS), at=at,
        message_id=own_mark(told) or digest(sender.mail, at.isoformat(), subject, words[:200]),
        in_reply_to=inner.mark if inner else told.raw("in-reply-to").strip("<> ")[:300],
    )  # fmt: skip


def _between(inner: Forwarded, sender: Address) -> tuple[tuple[Address, ...], str]:
    """With whom a forwarded letter was, and who wrote it."""
    if inner.sender and inner.sender.mail != sender.mail:
        return (inner.sender,), "theirs"
    return tuple(one for one in inner.to if one.mail != sender.mail)[:MOST], "ours"


def _attached(letter: Message) -> Forwarded | None:
    """The letter that was forwarded as an attachment."""
    for count, part in enumerate(letter.walk()):
        if count >= PARTS:
            break
        if part.get_content_type() == "message/rfc822":
            inside = part.get_payload()
            if isinstance(inside, list) and inside and isinstance(inside[0], Message):
                return _of(inside[0], letter)
    return None


def _of(inside: Message, letter: Message) -> Forwarded:
    raw = inside.as_bytes()
    told = head(raw)
    above = plain_words(letter.as_bytes().partition(raw[:200])[0])
    return Forwarded(
        sender=next(iter(told.addresses("from")), None),
        to=tuple(told.addresses("to", "cc")),
        subject=content.line(told.text("subject"), SUBJECT),
        at=dates.moment(told.raw("date")),
        words=plain_words(raw), above=above, mark=own_mark(told),
    )  # fmt: skip


def first_line(words: str) -> str:
    """The first line somebody wrote themselves: no quotation, not their signature."""
    for row in words.split("\n"):
        if _QUOTED.search(row):
            if row.startswith("--"):
                break
            continue
        if row.strip():
            return content.line(row, SENTENCE)
    return ""
