"""A Bluesky repository (CAR): whom the owner follows and has in lists, and what they said to whom.

The repository names people by DID. Where the owner mentioned somebody, their handle then is known
too; else the card is named after the DID, and its name is for the network to tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from merkwerk.connectors import content, shapes
from merkwerk.connectors.bluesky import tid
from merkwerk.connectors.bluesky.names import is_did
from merkwerk.connectors.exports import car, reaching
from merkwerk.connectors.exports.drafts import Draft
from merkwerk.connectors.exports.troubles import Part
from merkwerk.connectors.exports.values import (
    Card,
    Event,
    Owner,
    Piece,
    Progress,
    Reach,
    Trouble,
    Way,
)

EVERY = 200
_MOST_PEOPLE = 50
_MOST_KNOWN = 300_000
_CURATED = "app.bsky.graph.defs#curatelist"
_REACTIONS = {"app.bsky.feed.like": "reacted", "app.bsky.feed.repost": "shared"}


def read(path: Path, *, now: datetime, mine: frozenset[str] = frozenset()) -> Iterator[Piece]:
    """The owner, a card for each person followed or in a list of one's own (not one to moderate
    by), then answers, mentions, reactions, reposts and follows as events. Walks the file three
    times; holds no record of it. Raises UnreadableFile."""
    total = path.stat().st_size
    with path.open("rb") as stream:
        found = car.index(stream)
    people = _People(found.did)
    with path.open("rb") as stream:
        for where, record in car.records(stream, found.paths):
            people.learn(where, record)
    yield Owner(people.name, (people.reach(found.did),))
    yield from people.cards()
    with path.open("rb") as stream:
        for count, (where, record) in enumerate(car.records(stream, found.paths), 1):
            yield from _events(where, record, people)
            if count % EVERY == 0:
                yield Progress(stream.tell(), total)
    if found.cut_off or found.damaged:
        yield Trouble(Part.DAMAGED, path.name if found.cut_off else f"{found.damaged} blocks")
    yield Progress(total, total)


@dataclass
class _People:
    """What is known of the people in a repository, by DID."""

    did: str
    name: str = ""
    follows: dict[str, datetime | None] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    handles: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    listed: dict[str, list[str]] = field(default_factory=dict)

    def learn(self, path: str, record: shapes.Fields) -> None:
        collection = path.partition("/")[0]
        subject = record.get("subject")
        who = subject if isinstance(subject, str) and is_did(subject) else ""
        if len(self.follows) + len(self.listed) + len(self.handles) > _MOST_KNOWN:
            return
        if collection == "app.bsky.graph.follow" and who:
            self.follows[who] = shapes.when(record.get("createdAt"))
        elif collection == "app.bsky.graph.block" and who:
            self.blocked.add(who)
        elif collection == "app.bsky.graph.list" and record.get("purpose") == _CURATED:
            self.lists[f"at://{self.did}/{path}"] = shapes.text(record.get("name"), 300)
        elif collection == "app.bsky.graph.listitem" and who:
            self.listed.setdefault(who, []).append(shapes.token(record.get("list"), 500))
        elif collection == "app.bsky.actor.profile":
            self.name = content.line(shapes.text(record.get("displayName"), 1000), 300)
        elif collection == "app.bsky.feed.post":
            self.handles.update(_mentioned(record))

    def reach(self, did: str) -> Reach:
        handle = self.handles.get(did, "")
        return reaching.handle("bluesky", handle or did, uid=did) or Reach(
            Way.HANDLE, did, "bluesky", did
        )

    def cards(self) -> Iterator[Card]:
        """In the order they were followed, then those only in lists."""
        for did in dict.fromkeys((*self.follows, *self.listed)):
            groups = [name for at in self.listed.get(did, ()) if (name := self.lists.get(at))]
            if did == self.did or did in self.blocked or not (groups or did in self.follows):
                continue
            draft = Draft(f"follow of {did}", key=did, groups=groups, since=self.follows.get(did))
            draft.following = "ours" if did in self.follows else ""
            draft.reach(self.reach(did))
            if card := draft.card():
                yield card


def _mentioned(record: shapes.Fields) -> Iterator[tuple[str, str]]:
    """DID and handle of each mention in a post: its facet says who, its words the handle."""
    words = shapes.text(record.get("text"), 100_000).encode("utf-8", "replace")
    for facet in shapes.objects(record.get("facets"), 100):
        place = shapes.fields(facet.get("index"))
        start = shapes.number(place.get("byteStart"), low=0, high=len(words), default=0)
        end = shapes.number(place.get("byteEnd"), low=start, high=len(words), default=start)
        for feature in shapes.objects(facet.get("features"), 10):
            did = shapes.token(feature.get("did"), 300)
            if feature.get("$type") == "app.bsky.richtext.facet#mention" and is_did(did):
                said = words[start:end].decode("utf-8", "replace")
                found = reaching.handle("bluesky", said)
                yield did, found.value if found else ""


def _events(path: str, record: shapes.Fields, people: _People) -> Iterator[Piece]:
    collection, _, key = path.partition("/")
    if collection == "app.bsky.feed.post":
        kinds = list(_said(record, people))
    elif collection in _REACTIONS:
        did = _author(shapes.fields(record.get("subject")).get("uri"))
        kinds = [(_REACTIONS[collection], [did])] if did not in ("", people.did) else []
    elif collection == "app.bsky.graph.follow":
        did = shapes.token(record.get("subject"), 300)
        kinds = [("followed", [did])] if is_did(did) and did not in people.blocked else []
    else:
        return
    if not kinds:
        return
    at = shapes.when(record.get("createdAt")) or (tid.time_of(key) if tid.is_tid(key) else None)
    if at is None:
        yield Trouble(Part.BAD_DATE, path, (("text", ""),))
        return
    for kind, dids in kinds:
        yield Event(
            key=f"at://{people.did}/{path}" + ("#mentions" if kind == "mentioned" else ""),
            at=at,
            kind=kind,
            direction="ours",
            channel="bluesky",
            people=tuple(people.reach(did) for did in dids[:_MOST_PEOPLE]),
            words=content.block(shapes.text(record.get("text"), 100_000), 20_000),
        )


def _said(record: shapes.Fields, people: _People) -> Iterator[tuple[str, list[str]]]:
    """An answer to somebody else, and a mention of the others in it."""
    parent = shapes.fields(shapes.fields(record.get("reply")).get("parent"))
    answered = _author(parent.get("uri"))
    if answered and answered != people.did:
        yield "answered", [answered]
    named = [did for did, _ in _mentioned(record) if did not in (people.did, answered)]
    if named:
        yield "mentioned", list(dict.fromkeys(named))


def _author(uri: object) -> str:
    did = shapes.token(uri, 1000).removeprefix("at://").partition("/")[0]
    return did if is_did(did) else ""
