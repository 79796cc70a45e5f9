"""Writes cards as vCard 4.0 (RFC 6350), with profiles as RFC 9554 says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date

from merkwerk.connectors.exports.values import YEARLESS, Card, Reach, Way

WIDTH = 75
_TYPES = frozenset(("home", "work", "cell", "fax", "pager", "other"))
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", ",": "\\,", ";": "\\;", "\r": ""})
_QUOTED = str.maketrans({"^": "^^", '"': "^'", "\n": "^n", "\r": ""})


def write(cards: Iterable[Card]) -> Iterator[str]:
    """One card after another, each as text with CRLF line ends, folded at 75 octets of UTF-8.
    `vcard.read` gives the same cards back (but for `where`)."""
    for card in cards:
        yield "".join(folded for line in _lines(card) for folded in _fold(line))


def _lines(card: Card) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"UID;VALUE=text:{_text(card.key)}"
    yield f"FN:{_text(card.name)}"
    if card.given or card.family:
        yield f"N:{_text(card.family)};{_text(card.given)};;;"
    for name, value in (
        ("NICKNAME", card.nickname),
        ("ORG", card.organisation),
        ("TITLE", card.function),
        ("NOTE", card.note),
    ):
        if value:
            yield f"{name}:{_text(value)}"
    if card.birthday:
        yield f"BDAY:{_day(card.birthday)}"
    if card.groups:
        yield f"CATEGORIES:{','.join(map(_text, card.groups))}"
    for number, reach in enumerate(card.reaches, 1):
        yield from _labelled(reach, f"item{number}")
    if card.since:
        yield f"X-MERKWERK-SINCE:{card.since.astimezone(UTC).isoformat()}"
    if card.following:
        yield f"X-MERKWERK-FOLLOWING:{card.following}"
    yield "END:VCARD"


def _labelled(reach: Reach, group: str) -> Iterator[str]:
    """Labels that the standard knows as types; others as address books write them, in a group."""
    words = reach.label.split(" ")
    if not reach.label or _TYPES.issuperset(words):
        yield _reach(reach, "".join(f";TYPE={word}" for word in words if word))
    else:
        yield f"{group}.{_reach(reach, '')}"
        yield f"{group}.X-ABLABEL:{_text(reach.label)}"


def _reach(reach: Reach, label: str) -> str:
    value = _text(reach.value)
    match reach.way:
        case Way.MAIL:
            return f"EMAIL{label}:{value}"
        case Way.PHONE if reach.value.startswith("+"):
            return f"TEL;VALUE=uri{label}:tel:{value}"
        case Way.PHONE:
            return f"TEL;VALUE=text{label}:{value}"
        case Way.SITE:
            return f"URL{label}:{value}"
        case Way.POST:
            return f"ADR{label}:;;{value};;;;"
    steady = f';X-UID="{reach.uid.translate(_QUOTED)}"' if reach.uid else ""
    service = reach.network.translate(_QUOTED)
    return f'SOCIALPROFILE;SERVICE-TYPE="{service}";VALUE=text{steady}{label}:{value}'


def _text(value: str) -> str:
    return value.translate(_ESCAPES)


def _day(on: date) -> str:
    return on.strftime("--%m%d") if on.year == YEARLESS else on.isoformat()


def _fold(line: str) -> Iterator[str]:
    """At most WIDTH octets a line without its end, never within a sign."""
    room, start, used = WIDTH, 0, 0
    for at, sign in enumerate(line):
        width = 1 if sign < "\x80" else len(sign.encode("utf-8", "replace"))
        if used + width > room:
            yield f"{' ' if start else ''}{line[start:at]}\r\n"
            start, used, room = at, 0, WIDTH - 1
        used += width
    yield f"{' ' if start else ''}{line[start:]}\r\n"
