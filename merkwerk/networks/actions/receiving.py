"""What came in becomes rows: each post once, edits and deletions followed, people kept up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from merkwerk.connectors.values import Audience, Network, Notice, Page, Refusal, SourceKind
from merkwerk.connectors.values import Post as Told
from merkwerk.networks.actions.believing import counts, place, same_words
from merkwerk.networks.actions.erasing import without_erased
from merkwerk.networks.actions.fitting import columns, fitted, identities_of
from merkwerk.networks.actions.following import note_follow_backs
from merkwerk.networks.actions.leaving import follow_standings, take_away
from merkwerk.networks.actions.remembering_seen import seen
from merkwerk.networks.actions.rows import Row, see, write_new
from merkwerk.networks.actions.stale import without_stale
from merkwerk.networks.models import Identity, Message, Post, Reaction, Source

BATCH = 400
WORDS = ("title", "text", "warning")
SETTLED = ("url", "title", "text", "html", "warning", "language", "edited", "links", "tags",
           "mentions", "pictures", "native", "revision")  # fmt: skip
TO_READ = ("state", "tries", "try_after", "trouble")


@dataclass(frozen=True, slots=True)
class Received:
    """How many posts were new, changed and taken away; how many reactions were new; and the
    entries that could not be kept, with the reason."""

    new: int = 0
    changed: int = 0
    deleted: int = 0
    reactions: int = 0
    refused: tuple[Refusal, ...] = field(default=())

    def __add__(self, other: Received) -> Received:
        return Received(
            self.new + other.new,
            self.changed + other.changed,
            self.deleted + other.deleted,
            self.reactions + other.reactions,
            self.refused + other.refused,
        )


def receive(*, source: Source | None, page: Page, now: datetime) -> Received:
    """Stores a page: each post once whatever source it came through, in one transaction.

    New and really changed posts wait for the pipeline (state NEW); an edit that leaves the words
    alone does not. What is gone is emptied, if this source showed it. Posts with a limited
    audience are kept only through a colleague's own source; nothing is kept of people who were
    erased, and what had expired does not come back. Receiving the same page again changes nothing.
    `source` may be None for a conversation read around a post.
    """
    shared = source is None or not source.is_personal
    news = seen.fresh(source, page.posts, now)
    page = without_stale(without_erased(replace(page, posts=tuple(news))), source, now)
    kept, refused = fitted(page.posts, shared=shared)
    total = Received(refused=(*page.refused, *refused))
    with transaction.atomic():
        people = [post.author for post in kept.values()]
        notices = [n for n in page.notices if n.kind.value in Reaction.Kind.values]
        told = [*people, *(notice.person for notice in notices)]
        known = _identities(told, _teller(source, page))
        for uids in _in_batches(sorted(kept)):
            total += _store([kept[uid] for uid in uids], known, source, now)
        if source is not None:
            total += Received(
                deleted=take_away(source, page, now), reactions=_react(source, notices, known)
            )
            follow_standings(source, page.standings)
            note_follow_backs(source, notices, known)
        transaction.on_commit(lambda: seen.remember(source, kept.values()))
    return total


def _in_batches(uids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(uids), BATCH):
        yield uids[start : start + BATCH]


def _teller(source: Source | None, page: Page) -> str:
    """The place of the server that says all this; "" where the network speaks as one."""
    said = next((server for post in page.posts if (server := post.native.get("server"))), "")
    if not said and source is not None and source.network == Network.MASTODON:
        said = source.account.server if source.account else source.server
    return place(said)


def _identities(people: list[Any], teller: str) -> dict[tuple[str, str], Identity]:
    by_uid = {(str(person.network), person.uid): person for person in people}
    known: dict[tuple[str, str], Identity] = {}
    keys = sorted(by_uid)
    for start in range(0, len(keys), BATCH):
        known |= identities_of((by_uid[key] for key in keys[start : start + BATCH]), teller=teller)
    return known


def _store(
    told: list[Told],
    people: Mapping[tuple[str, str], Identity],
    source: Source | None,
    now: datetime,
) -> Received:
    networks = {str(post.network) for post in told}
    uids = [post.uid for post in told]
    rows = Post.objects.filter(network__in=networks, uid__in=uids)
    stored = {(row.network, row.uid): row for row in rows}
    fresh = [post for post in told if (str(post.network), post.uid) not in stored]
    write_new(Post, [_row(p, people[str(p.network), p.author.uid], now) for p in fresh])
    pairs = [(row, p) for p in told if (row := stored.get((str(p.network), p.uid)))]
    hidden = {row.uid for row, p in pairs if not _may_see(row, p)}
    changed = 0 if _is_final(source) else _update(pairs, people, now)
    if source is not None:
        see(source=source, uids=[uid for uid in uids if uid not in hidden])
    return Received(new=len(fresh), changed=changed)


def _is_final(source: Source | None) -> bool:
    """A letter does not change any more: a second one that calls itself the same is somebody
    else's, for anybody can write any name on a letter."""
    return source is not None and source.kind == SourceKind.MAILBOX


def _may_see(row: Post, told: Told) -> bool:
    """Knowing the address of somebody's letter is not having received it: its words are."""
    if row.audience == Audience.PUBLIC or same_words(row.text, told.text):
        return True
    return _teller_of(told.native) == place(row.uid)


def _teller_of(native: Mapping[str, Any]) -> str:
    return place(str(native.get("server", "")))


def _row(post: Told, identity: Identity, now: datetime) -> Row:
    return {
        "network": str(post.network),
        "uid": post.uid,
        "identity_id": identity.pk,
        "try_after": now,
        **columns(post, now),
    }


def _update(
    pairs: list[tuple[Post, Told]], people: Mapping[tuple[str, str], Identity], now: datetime
) -> int:
    """Brings stored posts up to date; gives how many changed in their words or their place."""
    touched: list[Post] = []
    to_read: list[Post] = []
    for row, told in pairs:
        before = {name: getattr(row, name) for name in (*WORDS, "reply_to")}
        author = people[str(told.network), told.author.uid]
        if row.deleted_at is None and _refresh(row, told, author, now):
            touched.append(row)
            if any(getattr(row, name) != value for name, value in before.items()):
                to_read.append(row)
    ours = set(
        Message.objects.told()
        .filter(uid__in=[row.uid for row in to_read])
        .values_list("uid", flat=True)
    )
    for row in to_read:
        if row.uid not in ours:
            row.state, row.tries, row.trouble, row.try_after = Post.State.NEW, 0, "", now
    fields = [*SETTLED, *TO_READ, "reply_to", "root", "audience", "identity"]
    if touched:
        Post.objects.bulk_update(touched, fields, batch_size=50)
    return len(to_read)


def _refresh(row: Post, told: Told, author: Identity, now: datetime) -> bool:
    """Takes over what is newer; True when something changed. What a post answers may be learned
    from anybody, once; all else only from who may speak for it, and its own server's first word
    replaces whatever others told before."""
    fresh = columns(told, now)
    before, teller = _teller_of(row.native), _teller_of(told.native)
    changed = False
    may_change = counts(uid=row.uid, before=before, teller=teller)
    first_hand = may_change and before not in ("", teller)
    for name in ("reply_to", "root"):
        if fresh[name] and (first_hand or not getattr(row, name)):
            setattr(row, name, fresh[name])
            changed = True
    if not may_change:
        return changed
    if row.audience == Audience.LIMITED and fresh["audience"] == Audience.PUBLIC:
        row.audience = Audience.PUBLIC
        changed = True
    if first_hand or _is_newer(row, fresh):
        for name in SETTLED:
            setattr(row, name, fresh[name])
        row.identity = author
        changed = True
    return changed


def _is_newer(row: Post, fresh: Mapping[str, Any]) -> bool:
    """Servers write the same message in slightly different markup, so on the networks only their
    own word about an edit counts; on the web the words themselves do."""
    if row.network == Network.MASTODON:
        return fresh["edited"] is not None and (row.edited is None or fresh["edited"] > row.edited)
    if row.network == Network.BLUESKY:
        return bool(fresh["revision"]) and fresh["revision"] != row.revision
    names = (*WORDS, "html", "url")
    return any(fresh[name] != getattr(row, name) for name in names)


def _react(
    source: Source, notices: list[Notice], people: Mapping[tuple[str, str], Identity]
) -> int:
    fit = {
        notice.uid: notice
        for notice in notices
        if 0 < len(notice.uid) <= 1000
        and len(notice.about) <= 1000
        and (str(notice.network), notice.person.uid) in people
    }
    known = set(
        Reaction.objects.filter(source=source, uid__in=list(fit)).values_list("uid", flat=True)
    )
    rows = [
        Reaction(
            network=str(notice.network),
            uid=uid,
            kind=notice.kind.value,
            identity=people[str(notice.network), notice.person.uid],
            about=notice.about,
            at=notice.written,
            source=source,
        )
        for uid, notice in sorted(fit.items())
        if uid not in known
    ]
    Reaction.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    return len(rows)
