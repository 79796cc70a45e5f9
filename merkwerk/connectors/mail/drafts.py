"""Letters to somebody's own writing address, by which they begin a draft. The secret in the address
is what proves the sender. Knows no network and no clock, and raises nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from merkwerk.connectors import content
from merkwerk.connectors.mail.attached import attached_pictures
from merkwerk.connectors.mail.contact import SUBJECT, digest, is_automatic, own_mark
from merkwerk.connectors.mail.forwarded import forwarded
from merkwerk.connectors.mail.heads import Head, head
from merkwerk.connectors.mail.moments import token_of
from merkwerk.connectors.mail.translate import plain_words

WORDS = 20_000
LETTER = 24 * 1024 * 1024
"""Bytes of a letter that are read: pictures of a phone among them."""
HEAD = 512 * 1024
_FORWARDED = re.compile(r"^\s*(?:fwd?|fw|doorst|tr|wg|re|aw|antw)\s*:", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"^(?:-- ?|_{5,}|(?:verstuurd|verzonden) (?:vanaf|vanuit|met|via) .{1,60}"
    r"|sent (?:from|with|via) .{1,60}|get outlook for .{1,40}|outlook voor .{1,40}"
    r"|von meinem .{1,40} gesendet)$",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"^(?:op|on|am|le) .{4,200}(?:schreef|wrote|schrieb|écrit)\b.{0,200}:$"
    r"|^-{2,} ?(?:oorspronkelijk bericht|original message).{0,20}$",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://[^\s<>\"]{1,1500}", re.IGNORECASE)


class Missed(StrEnum):
    """Why a letter begins no draft."""

    NO_ADDRESS = "writing-no-address"
    AUTOMATIC = "writing-automatic"
    UNREADABLE = "writing-unreadable"
    EMPTY = "writing-empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What one letter begins. `token` says whose it is; `text` holds the sender's own words, the
    subject above them; `link` is the first address in it; `facts` are the words of a letter that
    was forwarded, which are somebody else's. `pictures` are the files that came along, as they were
    sent; none of a letter that was forwarded. `message_id` knows the letter again."""

    token: str = field(repr=False)
    text: str
    link: str = ""
    facts: str = ""
    pictures: tuple[bytes, ...] = field(default=(), repr=False)
    message_id: str


def read(raw: bytes, *, address: str, received: datetime, now: datetime) -> Written | Missed:
    """What a letter to `address` (write@domain; the token stands behind a plus) begins, or why it
    begins nothing. Markup, quotations and a signature are left out. Of a letter that holds nothing
    but an address the subject is left out too: it is the title of that page."""
    told = head(raw[:HEAD])
    senders = told.addresses("from") or told.addresses("sender")
    token = token_of(told, address)
    if not token:
        return Missed.NO_ADDRESS
    if not senders:
        return Missed.UNREADABLE
    if is_automatic(told, senders[0], ours=True):
        return Missed.AUTOMATIC
    words = content.block(plain_words(raw), 10 * WORDS)
    inner = forwarded(words)
    own = own_words(inner.above if inner else words)
    found = _LINK.search(own)
    link = content.safe_url(found[0].rstrip(".,;:!?)>]")) if found else ""
    text = _text(told, "" if link and not _LINK.sub("", own).strip() else own, bool(link or inner))
    facts = content.block(inner.words, WORDS) if inner else ""
    pictures = () if inner else attached_pictures(raw)
    if not text and not link and not facts and not pictures:
        return Missed.EMPTY
    known = own_mark(told) or digest(senders[0].mail, received.isoformat(), text[:200])
    return Written(
        token=token, text=text, link=link, facts=facts, pictures=pictures, message_id=known
    )


def _text(told: Head, own: str, about_another: bool) -> str:
    """The subject above the own words; not when it is that of a page or of another's letter."""
    subject = content.line(told.text("subject"), SUBJECT)
    if _FORWARDED.match(subject) or (about_another and not own):
        subject = ""
    if not own or own.startswith(subject):
        return content.block(own or subject, WORDS)
    return content.block(f"{subject}\n\n{own}", WORDS)


def own_words(words: str) -> str:
    """The lines somebody wrote themselves, down to a signature or what they answer; no quoted
    lines."""
    kept: list[str] = []
    for row in words.split("\n"):
        line = row.strip()
        if _SIGNATURE.match(line) or _ANSWERED.match(line):
            break
        if not line.startswith(">"):
            kept.append(row)
    return content.block("\n".join(kept), WORDS)
