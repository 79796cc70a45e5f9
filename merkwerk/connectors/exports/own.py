"""Merkwerk's own file: everything one colleague keeps, as JSON, read back without loss.

    {"merkwerk": 1, "owner": {"name", "reaches"}, "relationships": [
      {"key", "name", "given", "family", "nickname", "organisation", "function", "birthday",
       "note", "groups": ["…"], "since", "following",
       "reaches": [{"way", "value", "network", "uid", "label"}],
       "how_met", "interests", "could_give", "met_through", "stage", "rhythm_days",
       "rests_for_good",
       "moments": [{"key", "at", "kind", "direction", "channel", "people": [reach…],
                    "names": ["…"], "place", "subject", "words", "given", "asked"}],
       "outcomes": [{"kind", "title", "on", "told"}]},
      …]}

What is empty is left out. Times are ISO 8601 in UTC, days ISO without a year for a birthday whose
year is unknown (`--04-12`). Each relationship stands on a line of its own, which lets a file of any
size be read and written line by line; a file laid out otherwise is read too, up to MOST bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

import orjson

from merkwerk.connectors import content, shapes
from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import dates
from merkwerk.connectors.exports.archives import Archive, is_zip
from merkwerk.connectors.exports.drafts import Draft
from merkwerk.connectors.exports.troubles import Part, Whole
from merkwerk.connectors.exports.values import (
    YEARLESS,
    Card,
    Event,
    Kept,
    Owner,
    Piece,
    Progress,
    Reach,
    Result,
    Trouble,
    Way,
)

VERSION = 1
MEMBER = "relationships.json"
MOST = 200 * 1024 * 1024
MOST_LINE = 64 * 1024 * 1024
MOST_MOMENTS = 200_000
EVERY = 100
_LISTED = b'"relationships": ['
_WORDS = 20_000
_KINDS = frozenset((
    "met", "called", "wrote", "said", "answered", "asked", "mentioned", "followed", "shared",
    "reacted", "noticed", "other",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relationship:
    """One person as they stand in the file: the card, what is kept of them (its `key` is the
    card's), and what happened."""

    card: Card
    kept: Kept
    moments: Iterable[Event] = ()


def write(owner: Owner, relationships: Iterable[Relationship]) -> Iterator[str]:
    """The file, piece by piece. Two cards with the same key would be one person when read."""
    told = _json(_without_empty({"name": owner.name, "reaches": _reaches(owner.reaches)}))
    yield f'{{"merkwerk": {VERSION}, "owner": {told}, {_LISTED.decode()}\n'
    between = ""
    for one in relationships:
        yield between + _json(_relationship(one))
        between = ",\n"
    yield "\n]}\n"


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _without_empty(told: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in told.items() if value not in ("", None, [], False)}


def _relationship(one: Relationship) -> dict[str, object]:
    card, kept = one.card, one.kept
    return _without_empty(
        {
            "key": card.key,
            "name": card.name,
            "given": card.given,
            "family": card.family,
            "nickname": card.nickname,
            "organisation": card.organisation,
            "function": card.function,
            "birthday": _day(card.birthday),
            "note": card.note,
            "groups": list(card.groups),
            "since": _time(card.since),
            "following": card.following,
            "reaches": _reaches(card.reaches),
            "how_met": kept.how_met,
            "interests": kept.interests,
            "could_give": kept.could_give,
            "met_through": kept.met_through,
            "stage": kept.stage,
            "rhythm_days": kept.rhythm_days,
            "rests_for_good": kept.rests_for_good,
            "moments": [_moment(event) for event in one.moments],
            "outcomes": [_outcome(result) for result in kept.outcomes],
        }
    )


def _moment(event: Event) -> dict[str, object]:
    return _without_empty(
        {
            "key": event.key,
            "at": _time(event.at),
            "kind": event.kind,
            "direction": event.direction,
            "channel": event.channel,
            "people": _reaches(event.people),
            "names": list(event.names),
            "place": event.place,
            "subject": event.subject,
            "words": event.words,
            "given": event.given,
            "asked": event.asked,
        }
    )


def _outcome(result: Result) -> dict[str, object]:
    told = {"kind": result.kind, "title": result.title, "on": _day(result.on), "told": result.told}
    return _without_empty(told)


def _reaches(reaches: Iterable[Reach]) -> list[dict[str, object]]:
    return [
        _without_empty(
            {
                "way": one.way.value,
                "value": one.value,
                "network": one.network,
                "uid": one.uid,
                "label": one.label,
            }
        )
        for one in reaches
    ]


def _day(on: date | None) -> str:
    return "" if on is None else on.strftime("--%m-%d") if on.year == YEARLESS else on.isoformat()


def _time(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read(path: Path, *, now: datetime, mine: frozenset[str] = frozenset()) -> Iterator[Piece]:
    """The owner, then for each relationship its card, what is kept of it, and its moments (with
    `card` set); out of the archive that is handed out (MEMBER in it), or alone. Raises
    UnreadableFile: UNKNOWN, NEWER, TOO_LARGE, BROKEN."""
    if is_zip(path):
        yield from _archive(path)
        return
    total = path.stat().st_size
    with path.open("rb") as stream:
        first = stream.readline(MOST_LINE)
        if first.rstrip().endswith(_LISTED):
            yield _head(first.rstrip() + b"]}")
            yield from _by_line(stream, total)
        else:
            yield from _whole(path, total)
    yield Progress(total, total)


def _archive(path: Path) -> Iterator[Piece]:
    """By line, as we write it ourselves."""
    with Archive(path) as archive:
        name = archive.find(MEMBER)
        if not name:
            raise UnreadableFile(Whole.UNKNOWN, "not our own archive")
        with archive.opener(name)() as stream:
            first = stream.readline(MOST_LINE).rstrip()
            if not first.endswith(_LISTED):
                raise UnreadableFile(Whole.UNKNOWN, "not our own file")
            yield _head(first + b"]}")
            yield from _by_line(stream, archive.unpacked(name))


def _head(raw: bytes) -> Owner:
    told = _object(raw)
    if not told or "merkwerk" not in told:
        raise UnreadableFile(Whole.UNKNOWN, "not our own file")
    version = told["merkwerk"]
    if not isinstance(version, int) or not 1 <= version <= VERSION:
        raise UnreadableFile(Whole.NEWER, f"version {str(version)[:20]}")
    owner = shapes.fields(told.get("owner"))
    return Owner(_line(owner, "name"), _reached(owner.get("reaches")))


def _object(raw: bytes) -> shapes.Fields | None:
    try:
        told = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return None
    return told if isinstance(told, dict) else None


def _by_line(stream: IO[bytes], total: int) -> Iterator[Piece]:
    ended, done = False, 0
    for number, line in enumerate(iter(lambda: stream.readline(MOST_LINE), b""), 1):
        done += len(line)
        raw = line.strip()
        if raw == b"]}":
            ended = True
        elif raw:
            told = _object(raw.removesuffix(b","))
            yield from _read_one(told, f"relationship {number}")
        if number % EVERY == 0:
            yield Progress(min(done, total), total)
    if not ended:
        yield Trouble(Part.DAMAGED, "relationships")


def _whole(path: Path, total: int) -> Iterator[Piece]:
    if total > MOST:
        raise UnreadableFile(Whole.TOO_LARGE)
    raw = path.read_bytes()
    told = _object(raw)
    if told is None:
        raise UnreadableFile(Whole.BROKEN, "no JSON")
    yield _head(raw)
    for number, one in enumerate(shapes.rows(told.get("relationships"), 1_000_000), 1):
        yield from _read_one(shapes.fields(one), f"relationship {number}")


def _read_one(told: shapes.Fields | None, where: str) -> Iterator[Piece]:
    card = _card(told, where) if told else None
    if told is None or card is None:
        yield Trouble(Part.BAD_RECORD, where)
        return
    yield card
    yield _kept(told, card.key)
    for number, moment in enumerate(shapes.rows(told.get("moments"), MOST_MOMENTS), 1):
        event = _event(shapes.fields(moment), card.key)
        yield event or Trouble(Part.BAD_RECORD, f"{where}, moment {number}")


def _line(told: shapes.Fields, name: str, limit: int = 300) -> str:
    return content.line(shapes.text(told.get(name), 8 * limit), limit)


def _block(told: shapes.Fields, name: str) -> str:
    return content.block(shapes.text(told.get(name), 8 * _WORDS), _WORDS)


def _card(told: shapes.Fields, where: str) -> Card | None:
    draft = Draft(where)
    for name in ("key", "name", "given", "family", "nickname", "organisation", "function", "note"):
        setattr(draft, name, shapes.text(told.get(name), 8 * _WORDS))
    draft.birthday = dates.day(shapes.text(told.get("birthday"), 20))
    draft.groups = list(shapes.texts(told.get("groups"), 50, 800))
    draft.since = shapes.when(told.get("since"))
    draft.following = _one_of(told, "following", frozenset(("ours", "theirs", "both")))
    draft.reaches = list(_reached(told.get("reaches")))
    return draft.card()


def _one_of(told: shapes.Fields, name: str, known: frozenset[str]) -> str:
    value = shapes.text(told.get(name), 20)
    return value if value in known else ""


def _reached(value: object) -> tuple[Reach, ...]:
    found = []
    for one in shapes.objects(value, 100):
        way = _one_of(one, "way", frozenset(Way))
        if way and (text := _line(one, "value", 1000)):
            rest = (_line(one, "network", 40), _line(one, "uid", 500), _line(one, "label", 60))
            found.append(Reach(Way(way), text, *rest))
    return tuple(found)


def _kept(told: shapes.Fields, key: str) -> Kept:
    rhythm = shapes.number(told.get("rhythm_days"), low=1, high=10_000, default=0)
    return Kept(
        key=key,
        how_met=_block(told, "how_met"),
        interests=_block(told, "interests"),
        could_give=_block(told, "could_give"),
        met_through=_line(told, "met_through"),
        stage=_line(told, "stage", 40),
        rhythm_days=rhythm or None,
        rests_for_good=told.get("rests_for_good") is True,
        outcomes=tuple(
            Result(
                kind=_line(one, "kind", 20),
                title=_line(one, "title"),
                on=dates.day(shapes.text(one.get("on"), 20)),
                told=_block(one, "told"),
            )
            for one in shapes.objects(told.get("outcomes"), 1000)
        ),
    )


def _event(told: shapes.Fields, card: str) -> Event | None:
    at = shapes.when(told.get("at"))
    kind = _one_of(told, "kind", _KINDS)
    direction = _one_of(told, "direction", frozenset(("ours", "theirs", "both")))
    key = _line(told, "key", 500)
    if at is None or not kind or not direction or not key:
        return None
    return Event(
        key=key,
        at=at,
        kind=kind,
        direction=direction,
        channel=_line(told, "channel", 20),
        people=_reached(told.get("people")),
        names=tuple(content.line(one, 300) for one in shapes.texts(told.get("names"), 100, 2400)),
        place=_line(told, "place", 120),
        subject=_line(told, "subject"),
        words=_block(told, "words"),
        given=_block(told, "given"),
        asked=_block(told, "asked"),
        card=card,
    )
