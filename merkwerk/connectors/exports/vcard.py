"""Contact cards: vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), and what programs make of them.

Read property by property with `contentlines`, not with vobject: that one raises on the odd lines
that real address books are full of, and gives nothing of a file with one bad card.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from merkwerk.connectors.exports import contentlines, dates, decoding, reaching
from merkwerk.connectors.exports.contentlines import Line, parts, text
from merkwerk.connectors.exports.drafts import Draft
from merkwerk.connectors.exports.troubles import Part
from merkwerk.connectors.exports.values import Card, Piece, Progress, Reach, Trouble

EVERY = 200
MOST = 200_000
_APPLE = re.compile(r"_\$!<(.*)>!\$_")
_SERVICES = ("mastodon", "bluesky", "linkedin", "x", "twitter")
_QUIET = frozenset(("internet", "pref", "voice", "x-internet", "text", "uri"))
_NAMED = re.compile(
    r"X-(?:SOCIAL-?|KADDRESSBOOK-X-)?(MASTODON|BLUESKY|LINKEDIN|TWITTER|X)(?:-URL)?"
)


def read(
    path: Path, *, now: datetime, mine: frozenset[str] = frozenset(), region: str = reaching.REGION
) -> Iterator[Piece]:
    """Each card of a file in its order, in constant memory. Photos are passed over unread; a card
    without an end ends where the next begins; groups become a Trouble."""
    total = path.stat().st_size
    encoding = decoding.encoding_of(lambda: path.open("rb"))
    with path.open("rb") as stream:
        for count, piece in enumerate(of_stream(stream, encoding=encoding, region=region), 1):
            yield piece
            if count % EVERY == 0:
                yield Progress(min(stream.tell(), total), total)
    yield Progress(total, total)


def of_stream(
    stream: IO[bytes], *, encoding: str = "", region: str = reaching.REGION, prefix: str = ""
) -> Iterator[Piece]:
    """As `read`, of an open stream; `encoding` only matters when it is UTF-16 or UTF-32. `prefix`
    goes before where a card stands."""
    count = 0
    for number, card in enumerate(_cards(_bytes(stream, encoding)), 1):
        if count >= MOST:
            yield Trouble(Part.TOO_MANY, f"{prefix}card {number}", (("most", MOST),))
            return
        for piece in _read_card(card, f"{prefix}card {number}", region):
            count += isinstance(piece, Card)
            yield piece


def _bytes(stream: IO[bytes], encoding: str) -> Iterable[bytes]:
    if encoding.startswith(("utf-16", "utf-32")):
        lines = decoding.text_lines(stream, encoding)
        return (line.rstrip("\n").encode("utf-8", "replace") for line in lines)
    return _unmarked(decoding.byte_lines(stream, contentlines.LONGEST))


def _unmarked(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Also within a file: cards are put together from files that each begin with a mark."""
    return (line.removeprefix(b"\xef\xbb\xbf") for line in lines)


_Lines = list[Line | int]


def _cards(raw: Iterable[bytes]) -> Iterator[_Lines]:
    """The lines of each card. A card within a card (an agent) is left out."""
    card: _Lines | None = None
    within = 0
    for line in contentlines.lines(raw):
        if isinstance(line, int):
            if card is not None and not within and len(card) < 2000:
                card.append(line)
        elif line.name == "BEGIN" and line.value.strip().upper() == "VCARD":
            last = card[-1] if card else None
            if within or (isinstance(last, Line) and last.name == "AGENT" and not last.value):
                within += 1
                continue
            if card is not None:
                yield card
            card = []
        elif line.name == "END":
            if within:
                within -= 1
            elif card is not None:
                yield card
                card = None
        elif card is not None and not within and len(card) < 2000:
            card.append(line)
    if card is not None:
        yield card


def _read_card(lines: _Lines, where: str, region: str) -> Iterator[Piece]:
    sound = [line for line in lines if isinstance(line, Line)]
    if any(line.name.endswith("KIND") and line.value.lower() == "group" for line in sound):
        yield Trouble(Part.NO_GROUP, where)
        return
    labels = {line.group: _label(text(line.value)) for line in sound if line.name == "X-ABLABEL"}
    draft = Draft(where)
    for line in sound:
        label = labels.get(line.group, "") if line.group else ""
        _take(draft, line, label or _type(line), region)
    card = draft.card()
    if card is None:
        yield Trouble(Part.BAD_CARD, where)
        return
    yield card
    if len(sound) < len(lines):
        yield Trouble(Part.BAD_LINE, where)


def _take(draft: Draft, line: Line, label: str, region: str) -> None:
    """Put one property into the card; those we have no use for are passed over."""
    if line.packed or not line.value.strip():
        return
    if setter := _SETTERS.get(line.name):
        setter(draft, line)
    elif line.name == "TEL":
        draft.reach(reaching.phone(text(line.value), label, region))
    elif line.name in _REACHES:
        draft.reach(_REACHES[line.name](line, label))
    elif found := _NAMED.fullmatch(line.name):
        draft.reach(_on(_network(found[1].lower()), text(line.value), label))


def _full_name(draft: Draft, line: Line) -> None:
    draft.name = draft.name or text(line.value)


def _name(draft: Draft, line: Line) -> None:
    """Family; given; additional; before; after. See `Draft.named` for the middle names."""
    family, given, more, before, after = (parts(line.value) + [""] * 5)[:5]
    if draft.given or draft.family:
        return
    draft.named(given, more, family)
    whole = (before, draft.given, draft.family, after)
    draft.name = draft.name or " ".join(part for part in whole if part.strip())


def _organisation(draft: Draft, line: Line) -> None:
    draft.organisation = draft.organisation or parts(line.value)[0]


def _function(draft: Draft, line: Line) -> None:
    draft.function = draft.function or text(line.value)


def _role(draft: Draft, line: Line) -> None:
    draft.function = draft.function or text(line.value)


def _nickname(draft: Draft, line: Line) -> None:
    draft.nickname = draft.nickname or text(line.value)


def _note(draft: Draft, line: Line) -> None:
    note = text(line.value[:160_000])
    draft.note = f"{draft.note}\n{note}" if draft.note else note


def _birthday(draft: Draft, line: Line) -> None:
    draft.birthday = draft.birthday or dates.day(text(line.value))


def _groups(draft: Draft, line: Line) -> None:
    draft.groups += [one.strip() for one in parts(line.value[:20_000], ",")]


def _key(draft: Draft, line: Line) -> None:
    draft.key = draft.key or text(line.value).strip()


def _since(draft: Draft, line: Line) -> None:
    draft.since = dates.moment(text(line.value))


def _following(draft: Draft, line: Line) -> None:
    draft.following = line.value if line.value in ("ours", "theirs", "both") else ""


_SETTERS: dict[str, Callable[[Draft, Line], None]] = {
    "FN": _full_name,
    "N": _name,
    "ORG": _organisation,
    "TITLE": _function,
    "ROLE": _role,
    "NICKNAME": _nickname,
    "NOTE": _note,
    "BDAY": _birthday,
    "CATEGORIES": _groups,
    "UID": _key,
    "X-MERKWERK-SINCE": _since,
    "X-MERKWERK-FOLLOWING": _following,
}


def _mail(line: Line, label: str) -> Reach | None:
    return reaching.mail(text(line.value), label)


def _page(line: Line, label: str) -> Reach | None:
    return reaching.page(text(line.value), label)


def _post(line: Line, label: str) -> Reach | None:
    """Box; more; street; place; region; code; country: written as a Dutch envelope is."""
    cut = [part.replace("\n", ", ").strip(" ,") for part in parts(line.value)]
    if len(cut) < 2:
        return reaching.post(cut[0], label)
    box, more, street, place, region, code, country = (cut + [""] * 7)[:7]
    town = " ".join(filter(None, (code, place)))
    rest = (street, more, box, town, region, country)
    return reaching.post("\n".join(filter(None, rest)), label)


def _social(line: Line, label: str) -> Reach | None:
    """A profile: its service by parameter (RFC 9554) or by type (Apple), its name by parameter or
    out of its address."""
    service = (line.param("SERVICE-TYPE") or line.param("X-SERVICE-TYPE")).lower()
    service = service or next((one for one in line.types if one in _SERVICES), "")
    label = "" if label.lower() == service else label
    network = _network(service)
    value = text(line.value).strip().removeprefix("x-apple:")
    user = line.param("USERNAME") or line.param("X-USER")
    found = _on(network, value, label) or (_on(network, user, label) if user else None)
    uid = line.param("X-UID")[:500]
    if found and uid:
        return Reach(found.way, found.value, found.network, uid, found.label)
    return found or reaching.page(value, label)


def _chat(line: Line, label: str) -> Reach | None:
    """`xmpp:jan@example.org`, `skype:jan`, or a page."""
    value = text(line.value).strip()
    scheme, mark, name = value.partition(":")
    if value.startswith(("http:", "https:", "acct:")):
        return reaching.page(value, label)
    if (service := line.param("X-SERVICE-TYPE").lower()) or not mark:
        return reaching.handle(_network(service), name if mark else value, label)
    return reaching.handle(scheme.lower()[:20], name, label)


_REACHES: dict[str, Callable[[Line, str], Reach | None]] = {
    "EMAIL": _mail,
    "URL": _page,
    "X-URL": _page,
    "ADR": _post,
    "SOCIALPROFILE": _social,
    "X-SOCIALPROFILE": _social,
    "IMPP": _chat,
}


def _network(service: str) -> str:
    return "x" if service == "twitter" else service[:40]


def _on(network: str, value: str, label: str) -> Reach | None:
    return reaching.handle(network, value, label) if network else None


def _label(value: str) -> str:
    found = _APPLE.fullmatch(value.strip())
    return found[1] if found else value


def _type(line: Line) -> str:
    """What a program calls this way: the types that say something."""
    return " ".join(one for one in line.types if one not in _QUIET)[: reaching.LABEL]
