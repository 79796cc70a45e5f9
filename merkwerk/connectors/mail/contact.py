"""Whether a letter is contact between two people, and between whom. Knows no network, no clock.

Only heads are looked at. No contact: newsletters and lists (RFC 2369, 2919), what machines wrote
by themselves (RFC 3834), senders that take no answer, drafts, spam, and letters to more than
MOST people.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from merkwerk.connectors import content
from merkwerk.connectors.exports.values import Event, Reach, Way
from merkwerk.connectors.mail.heads import Address, Head, written

MOST = 12
SUBJECT = 300
DELIVERED = ("delivered-to", "x-delivered-to", "x-original-to", "envelope-to")
_LISTS = (
    *("list-id", "list-unsubscribe", "list-post", "list-help", "feedback-id", "x-campaign"),
    *("x-campaignid", "x-mailchimp-id", "x-mc-user", "x-csa-complaints", "x-feedback-id"),
)
_MACHINES = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-failed-recipients")
FIELDS = (
    *("from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "return-path"),
    *("auto-submitted", "precedence", "x-spam-flag", "received"),
    *_LISTS,
    *_MACHINES,
)
"""What must be known of a letter to judge it."""
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
_MACHINE = re.compile(
    r"(?:[\w.+-]*[._+-])?(?:no-?_?\.?repl(?:y|ies)|do-?_?\.?not-?_?\.?reply|noresponse"
    r"|niet-?beantwoorden|geen-?antwoord|mailer-daemon|postmaster|bounces?|notifications?"
    r"|notificaties|nieuwsbrief|newsletters?|mailings?|alerts?)(?:[._+-][\w.+=-]*|\d*)@.*",
    re.ASCII,
)
_AWAY = re.compile(
    r"(?:automatic reply|automatisch antwoord|automatische antwoord|out of office"
    r"|afwezigheid(?:sbericht)?|abwesenheitsnotiz|autoreply|auto:|undeliver|onbestelbaar"
    r"|delivery status notification|mail delivery failed|returned mail)\b",
    re.IGNORECASE,
)
_LABELS = frozenset(
    (
        *("spam", "trash", "draft", "drafts", "bin"),
        *("ongewenst", "prullenbak", "concept", "concepten", "junk"),
    )
)


class No(StrEnum):
    """Why a letter is no contact between two people."""

    AUTOMATIC = "mail-automatic"
    MANY = "mail-many"
    NOBODY = "mail-nobody"
    UNREADABLE = "mail-unreadable"


def contact(
    told: Head,
    *,
    mine: Collection[str],
    now: datetime,
    received: datetime | None = None,
    words: str = "",
) -> Event | No:
    """The letter as something that happened between its owner and others, or why it is none.

    Sent from one of `mine` (lower case) it is ours, to everybody it went to; else it is theirs,
    and from its sender alone: who else it went to did nothing. `names` stand beside `people`.
    The key is the Message-ID, where there is none a mark of who, when and what.
    """
    senders = told.addresses("from") or told.addresses("sender")
    if not senders:
        return No.UNREADABLE
    ours = senders[0].mail in mine
    if is_automatic(told, senders[0], ours):
        return No.AUTOMATIC
    to = told.addresses("to", "cc", "bcc")
    if len(to) > MOST:
        return No.MANY
    others = [one for one in (to if ours else senders[:1]) if one.mail not in mine]
    people = [one for one in others if not _MACHINE.match(one.mail)]
    at = written(told, now=now, received=received)
    if not people:
        return No.AUTOMATIC if others else No.NOBODY
    if at is None:
        return No.UNREADABLE
    subject = content.line(told.text("subject"), SUBJECT)
    return Event(
        key=own_mark(told) or digest(senders[0].mail, at.isoformat(), subject),
        at=at, kind="wrote", direction="ours" if ours else "theirs", channel="mail",
        people=tuple(Reach(Way.MAIL, one.mail) for one in people),
        names=tuple(one.name for one in people), subject=subject, words=words,
    )  # fmt: skip


def is_automatic(told: Head, sender: Address, ours: bool = False) -> bool:
    """Whether nobody wrote this to somebody: by what it says of itself, by its sender's address,
    or by the label under which it was kept. `ours`: what the owner sent counts unless a machine
    sent it for them."""
    if told.raw("auto-submitted").partition(";")[0].strip().lower() not in ("", "no"):
        return True
    if told.has(*_MACHINES) or told.raw("return-path") == "<>":
        return True
    if _kept_aside(told.text("x-gmail-labels")) or told.raw("x-spam-flag").lower() == "yes":
        return True
    if _AWAY.match(told.text("subject")):
        return True
    if ours:
        return False
    if told.raw("precedence").lower() in _BULK or told.has(*_LISTS):
        return True
    return _MACHINE.match(sender.mail) is not None


def _kept_aside(labels: str) -> bool:
    return bool(labels) and any(one.strip().lower() in _LABELS for one in labels.split(","))


def own_mark(told: Head) -> str:
    """The letter's own identity (Message-ID) without its brackets, or ""."""
    own = "".join(told.raw("message-id").split()).strip("<>")
    return own if own.isprintable() and own.isascii() and 0 < len(own) <= 300 else ""


def digest(*parts: str) -> str:
    """A steady mark for something that has none of its own."""
    whole = "\x00".join(parts).encode("utf-8", "replace")
    return "digest:" + hashlib.blake2b(whole, digest_size=16).hexdigest()
