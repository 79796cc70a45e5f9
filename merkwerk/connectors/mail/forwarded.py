"""The letter within a letter, as mail programs write it out when somebody forwards one: Gmail,
Outlook, Apple Mail and Thunderbird, in Dutch and English. Raises nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from merkwerk.connectors import content
from merkwerk.connectors.feeds import dates
from merkwerk.connectors.mail.heads import Address, addresses

SUBJECT = 300
NEAR = 12
_KINDS = {
    "from": "from", "van": "from", "to": "to", "aan": "to", "cc": "cc", "kopie": "cc",
    "date": "date", "datum": "date", "sent": "date", "verzonden": "date", "subject": "subject",
    "onderwerp": "subject", "reply-to": "other", "antwoord aan": "other", "beantwoorden": "other",
}  # fmt: skip
_FIELD = re.compile(
    r"[>\s*_]{0,12}(" + "|".join(map(re.escape, _KINDS)) + r")[\s*_]{0,6}:[\s*_]{0,6}(.*)",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"^[>\s]*(?:-{2,}.{0,60}|Begin .{3,30}|_{5,}|Begin forwarded message|.{0,30}wrote)\W*$"
)
_QUOTED = re.compile(r"^>[ \t]?")
_SPELLED = re.compile(r"\[mailto:([^\]\s]{3,250})\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """A letter within another: who wrote it, to whom, about what, when (None where it does not
    say), its words, what stands above it, and its own Message-ID where that is there."""

    sender: Address | None
    to: tuple[Address, ...] = ()
    subject: str = ""
    at: datetime | None = None
    words: str = ""
    above: str = ""
    mark: str = ""


def forwarded(words: str) -> Forwarded | None:
    """The first letter that is written out within these words, or None. It shows as at least three
    of From, To, Date and Subject close together, with an address of its sender."""
    rows = words.split("\n")[:2_000]
    for start, row in enumerate(rows):
        found = _FIELD.match(row)
        if not found or _KINDS[found[1].lower()] not in ("from", "subject", "date"):
            continue
        told, end = _block(rows, start)
        sender = _address(told.get("from", ""))
        if len(told.keys() - {"other"}) >= 3 and sender:
            return Forwarded(
                sender=sender,
                to=tuple(
                    one for name in ("to", "cc") for one in addresses(_plain(told.get(name, "")))
                ),
                subject=content.line(told.get("subject", ""), SUBJECT),
                at=dates.moment(told.get("date", "")),
                words="\n".join(_QUOTED.sub("", one) for one in rows[end:]).strip(),
                above=_above(rows[:start]),
            )
    return None


def _block(rows: list[str], start: int) -> tuple[dict[str, str], int]:
    """The fields that stand together from a line on, and the line behind them."""
    told: dict[str, str] = {}
    end = last = start
    name = ""
    for at in range(start, min(start + NEAR, len(rows))):
        found = _FIELD.match(rows[at])
        if found:
            name = _KINDS[found[1].lower()]
            if name in told:
                break
            told[name] = found[2].strip(" *_")
            last, end = at, at + 1
        elif not rows[at].strip(" >"):
            if len(told) >= 3 or at - last > 1:
                break
        elif name and at == last + 1 and name in ("to", "cc", "subject"):
            told[name] += " " + rows[at].strip(" >")
            last, end = at, at + 1
        else:
            break
    return told, end


def _plain(value: str) -> str:
    return _SPELLED.sub(r"<\1>", value).replace(";", ",")


def _address(value: str) -> Address | None:
    return next(iter(addresses(_plain(value))), None)


def _above(rows: list[str]) -> str:
    return "\n".join(row for row in rows if not _MARK.match(row)).strip()
