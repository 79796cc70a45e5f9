"""What Jetstream (version 1) says, line by line: posts written, changed and taken away, what was
done with our own accounts, and how accounts stand with their network.

Nothing raises. Lines may be broken, come twice, or come in another order: of one record only the
newest revision counts (`rev` rises with every change an account makes).
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import orjson

from merkwerk.connectors.bluesky.translate import (
    HIDDEN,
    POST,
    SITE,
    at_uri,
    labels,
    record_post,
)
from merkwerk.connectors.shapes import Fields, fields, objects, text, texts, token, when
from merkwerk.connectors.values import (
    Bookmark,
    Network,
    Notice,
    NoticeKind,
    Page,
    Person,
    Post,
    Presence,
    Refusal,
    Standing,
)

LIKE = "app.bsky.feed.like"
REPOST = "app.bsky.feed.repost"
FOLLOW = "app.bsky.graph.follow"
PROFILE = "app.bsky.actor.profile"
ACTS = {LIKE: NoticeKind.FAVOURITE, REPOST: NoticeKind.BOOST, FOLLOW: NoticeKind.FOLLOW}
PRESENCES = {
    "deleted": Presence.GONE,
    "deactivated": Presence.AWAY,
    "takendown": Presence.REMOVED,
    "suspended": Presence.REMOVED,
}
LONGEST_LINE = 1_000_000
REMEMBERED = 20_000
_FACET = "app.bsky.richtext.facet#"
_KINDS = {"app.bsky.embed.images": "image", "app.bsky.embed.video": "video"}


@dataclass(frozen=True, slots=True)
class Written:
    """A post as it came, before it is made a `Post`: enough to decide whether it is wanted."""

    uid: str
    did: str
    cid: str
    record: Fields
    at: datetime
    changed: bool

    @property
    def text(self) -> str:
        """The words as they were written, uncleaned."""
        return text(self.record.get("text"), 20_000)

    @property
    def language(self) -> str:
        """The first language its author names, as they wrote it."""
        return next(iter(texts(self.record.get("langs"), 1, 36)), "").lower()

    @property
    def reply(self) -> bool:
        return "reply" in self.record

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags in lower case, without #."""
        told = texts(self.record.get("tags"), 50, 640)
        return tuple(tag.lower() for tag in (*self._features("tag"), *told))

    @property
    def links(self) -> tuple[str, ...]:
        """What it links to, unchecked: to be looked at, never to be shown or fetched."""
        card = fields(fields(self.record.get("embed")).get("external")).get("uri")
        return (*self._features("uri"), *texts([card], 1, 2_000))

    @property
    def pictures(self) -> tuple[str, ...]:
        """The kinds of what it shows: "image", "video"."""
        embed = fields(self.record.get("embed"))
        kinds = (embed.get("$type"), fields(embed.get("media")).get("$type"))
        return tuple(_KINDS[kind] for kind in kinds if isinstance(kind, str) and kind in _KINDS)

    def _features(self, name: str) -> tuple[str, ...]:
        return tuple(
            told
            for facet in objects(self.record.get("facets"), 100)
            for feature in objects(facet.get("features"), 5)
            if (told := text(feature.get(name), 2_000))
        )

    def post(self) -> Post | Refusal:
        """The post itself. The author's handle is not told: it is the DID here."""
        made = record_post(
            uri=self.uid, cid=self.cid, record=self.record, author=somebody(self.did), now=self.at
        )
        if self.changed and isinstance(made, Post):
            return replace(made, edited=self.at)
        return made


Sieve = Callable[[Sequence[Written]], Sequence[bool]]
"""Which of the written posts are wanted: one truth value for each."""


def somebody(did: str) -> Person:
    """Somebody of whom only the DID is told."""
    return Person(network=Network.BLUESKY, uid=did, handle=did, url=f"{SITE}/profile/{did}")


def everything(written: Sequence[Written]) -> Sequence[bool]:
    """The sieve that keeps all."""
    return [True] * len(written)


@dataclass(slots=True)
class Batch:
    """What came since the last page was made."""

    written: dict[str, Written] = field(default_factory=dict)
    deleted: dict[str, None] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    passed: int = 0


class Reader:
    """Reads lines and hands out pages. `own` are the DIDs of our own accounts: who likes,
    reposts, answers, mentions or follows them is told as a notice. `cursor` is the newest
    `time_us` read; none beyond `latest` (by our own clock) is believed."""

    def __init__(self, *, own: Collection[str] = (), cursor: int = 0) -> None:
        self.own = frozenset(own)
        self.cursor = cursor
        self.latest = 10**16
        self._revisions: OrderedDict[str, str] = OrderedDict()
        self._batch = Batch()
        self._waiting = 0

    def __len__(self) -> int:
        """How many lines were read since the last page."""
        return self._waiting

    def read(self, line: str | bytes) -> None:
        """Takes one line in."""
        self._waiting += 1
        event = parsed(line)
        if event is None:
            self._refuse("unreadable", line if isinstance(line, str) else repr(line[:80]))
            return
        micros = event.get("time_us")
        if type(micros) is not int or not 0 < micros <= self.latest:
            micros = self.latest
        elif micros > self.cursor:
            self.cursor = micros
        at = moment(micros)
        kind = event.get("kind")
        if kind == "commit":
            self._commit(fields(event.get("commit")), token(event.get("did"), 300), at)
        elif kind == "account":
            self._account(fields(event.get("account")), token(event.get("did"), 300), at)
        elif kind == "identity":
            self._identity(fields(event.get("identity")), token(event.get("did"), 300), at)

    def page(self, sieve: Sieve = everything) -> Page:
        """All that was read since the last page, posts in the order they came. What the sieve
        does not want is counted as `skipped`."""
        batch, self._batch, self._waiting = self._batch, Batch(), 0
        written = list(batch.written.values())
        ours = {notice.about for notice in batch.notices}
        made = [
            one.post()
            for one, wanted in zip(written, sieve(written), strict=True)
            if wanted or one.uid in ours
        ]
        return Page(
            posts=tuple(post for post in made if isinstance(post, Post)),
            deleted=tuple(batch.deleted),
            notices=tuple(batch.notices),
            standings=tuple(batch.standings),
            refused=(*batch.refused, *(post for post in made if isinstance(post, Refusal))),
            skipped=batch.passed + len(written) - len(made),
            bookmark=Bookmark(cursor=str(self.cursor) if self.cursor else ""),
        )

    def _refuse(self, code: str, where: str) -> None:
        if len(self._batch.refused) < 100:
            self._batch.refused.append(Refusal(code=code, where=where[:80]))

    def _commit(self, commit: Fields, did: str, at: datetime) -> None:
        collection = text(commit.get("collection"), 100)
        if collection == POST:
            self._post(commit, did, at)
        elif collection in ACTS and self.own:
            self._act(commit, did, at)
        elif collection == PROFILE:
            self._profile(commit, did, at)
        else:
            self._batch.passed += 1

    def _is_news(self, uid: str, rev: str) -> bool:
        """False for a repeat, and for what was overtaken by a later change."""
        known = self._revisions.get(uid)
        if known is not None and rev <= known:
            return False
        self._revisions[uid] = rev
        self._revisions.move_to_end(uid)
        if len(self._revisions) > REMEMBERED:
            self._revisions.popitem(last=False)
        return True

    def _post(self, commit: Fields, did: str, at: datetime) -> None:
        uid = at_uri(f"at://{did}/{POST}/{token(commit.get('rkey'), 512)}")
        if not uid:
            self._refuse("no-identity", f"{did} {commit.get('rkey')}")
            return
        if not self._is_news(uid, token(commit.get("rev"), 40)):
            self._batch.passed += 1
            return
        if commit.get("operation") == "delete":
            self._batch.written.pop(uid, None)
            self._batch.deleted[uid] = None
            return
        record = fields(commit.get("record"))
        changed = commit.get("operation") == "update"
        self._batch.deleted.pop(uid, None)
        self._batch.written[uid] = Written(
            uid, did, token(commit.get("cid"), 100), record, at, changed
        )
        if self.own and did not in self.own:
            self._concerns_us(uid, did, record, at)

    def _concerns_us(self, uid: str, did: str, record: Fields, at: datetime) -> None:
        """An answer to one of us, or a mention."""
        above = at_uri(fields(fields(record.get("reply")).get("parent")).get("uri"))
        named = {
            text(feature.get("did"), 300)
            for facet in objects(record.get("facets"), 100)
            for feature in objects(facet.get("features"), 5)
            if feature.get("$type") == f"{_FACET}mention"
        }
        if above.split("/")[2:3] and above.split("/")[2] in self.own:
            self._note(NoticeKind.REPLY, uid, did, uid, at)
        elif self.own & named:
            self._note(NoticeKind.MENTION, uid, did, uid, at)

    def _note(self, kind: NoticeKind, uid: str, did: str, about: str, at: datetime) -> None:
        self._batch.notices.append(
            Notice(kind=kind, network=Network.BLUESKY, uid=uid, person=somebody(did),
                   about=about, written=at)
        )  # fmt: skip

    def _act(self, commit: Fields, did: str, at: datetime) -> None:
        """A like, repost or follow; which one was taken back is not told."""
        collection = text(commit.get("collection"), 100)
        record = fields(commit.get("record"))
        if collection == FOLLOW:
            about, whose = "", text(record.get("subject"), 300)
        else:
            about = at_uri(fields(record.get("subject")).get("uri"))
            whose = about.partition("/")[2].strip("/").partition("/")[0]
        uid = at_uri(f"at://{did}/{collection}/{token(commit.get('rkey'), 512)}")
        if commit.get("operation") != "create" or whose not in self.own or did in self.own:
            self._batch.passed += 1
        elif uid and self._is_news(uid, token(commit.get("rev"), 40)):
            said = when(record.get("createdAt"))
            self._note(ACTS[collection], uid, did, about, min(said, at) if said else at)

    def _stands(self, did: str, at: datetime, standing: Standing) -> None:
        if did.startswith("did:"):
            self._batch.standings.append(standing)

    def _profile(self, commit: Fields, did: str, at: datetime) -> None:
        """The wish not to be shown to strangers is a label on one's own profile."""
        marks = labels(fields(commit.get("record")).get("labels"))
        standing = Standing(
            network=Network.BLUESKY, uid=did, indexable=HIDDEN not in marks, written=at
        )
        self._stands(did, at, standing)

    def _account(self, told: Fields, did: str, at: datetime) -> None:
        presence = Presence.HERE
        if told.get("active") is not True:
            known = PRESENCES.get(text(told.get("status"), 40))
            if known is None:  # desynchronized, throttled: the network's own trouble
                self._batch.passed += 1
                return
            presence = known
        standing = Standing(network=Network.BLUESKY, uid=did, presence=presence, written=at)
        self._stands(did, at, standing)

    def _identity(self, told: Fields, did: str, at: datetime) -> None:
        handle = token(told.get("handle"), 253)
        if handle and handle != "handle.invalid":
            standing = Standing(network=Network.BLUESKY, uid=did, handle=handle, written=at)
            self._stands(did, at, standing)
        else:
            self._batch.passed += 1


def parsed(line: str | bytes) -> Fields | None:
    """The event in a line, or None when it is none. Half signs (lone surrogates) are read by the
    slower parser that knows them."""
    if len(line) > LONGEST_LINE:
        return None
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            return None
    return found if isinstance(found, dict) else None


def moment(micros: int) -> datetime:
    """Jetstream's clock: microseconds since 1970."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


def page_of(lines: Iterable[str | bytes], *, own: Collection[str] = ()) -> Page:
    """Recorded lines as one page."""
    reader = Reader(own=own)
    for line in lines:
        reader.read(line)
    return reader.page()
