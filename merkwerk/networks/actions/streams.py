"""Continuous sources: which streams should be open, how one is opened, and what it brings.

A stream's posts are stored together with the place where they end, so a killed process goes on
where it stopped; what comes twice changes nothing. The stream of a connected account is only a
bell: it says that there is something, and the usual visit fetches it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction

from merkwerk.connectors import values
from merkwerk.connectors.bluesky.events import PROFILE, Written, moment, somebody
from merkwerk.connectors.bluesky.jetstream import Jetstream, number
from merkwerk.connectors.bluesky.translate import POST
from merkwerk.connectors.errors import BadAddress
from merkwerk.connectors.mastodon.cursor import Place
from merkwerk.connectors.mastodon.streaming import Streaming
from merkwerk.connectors.values import Bookmark, Network, Page, Picture, SourceKind
from merkwerk.networks import tasks
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.fetching import bookmark_of, fetch
from merkwerk.networks.actions.leaving import take_away
from merkwerk.networks.actions.receiving import Received, receive
from merkwerk.networks.models import ConnectedAccount, Identity, Post, Source
from merkwerk.networks.models.sources import BELLS

WRITTEN_DOWN = timedelta(seconds=5)
STEADY = timedelta(seconds=30)
RINGS_APART = timedelta(seconds=5)
MOST_PAGES = 25

Sieve = Callable[[Sequence[values.Post]], Sequence[bool]]
"""Which of the posts that a stream brings are kept: one truth value for each. Called before
anything is stored, outside transactions, from several threads one after another."""


class Stream(Protocol):
    """An open stream of pages; `close` may be called from any thread."""

    def batches(self) -> Iterator[Page]: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """One stream that should be open: of a continuous source, or (`bell`) of the account behind a
    personal one. `stamp` changes when it has to be opened anew."""

    source: int
    bell: bool
    stamp: tuple[str, ...]

    @property
    def key(self) -> str:
        """What it is called, without a person's name."""
        return f"{'account of source' if self.bell else 'source'} {self.source}"


def wanted_streams() -> dict[str, Wanted]:
    """Every stream that should be open now, by key. Three queries."""
    own = ",".join(sorted(_own_dids()))
    found = [
        Wanted(pk, False, (address, server, own))
        for pk, address, server in Source.objects.continuous().values_list(
            "pk", "address", "server"
        )
    ]
    found += [
        Wanted(pk, True, (kind, server, token))
        for pk, kind, server, token in Source.objects.bells().values_list(
            "pk", "kind", "account__server", "account__token"
        )
    ]
    return {one.key: one for one in found}


def streams_are_wanted() -> bool:
    """Whether anything needs a stream at all."""
    return Source.objects.continuous().exists() or Source.objects.bells().exists()


def _own_dids() -> list[str]:
    """Our accounts on Bluesky: who speaks to them is heard, whatever it is about."""
    ours = ConnectedAccount.objects.working().filter(network=Network.BLUESKY.value)
    return list(ours.values_list("identity__uid", flat=True))


def open_stream(source: Source, *, sieve: Sieve, now: datetime) -> Stream:
    """The stream of a source, not yet connected: that happens at the first batch, which may raise
    ConnectorError types. Of a Jetstream the sieve is already applied; a personal source's
    account needs to be loaded. Raises BadAddress for what has no stream."""
    http = way_out.http()
    kind = SourceKind(source.kind)
    if kind is SourceKind.BLUESKY_JETSTREAM:
        jetstream = Jetstream(
            http, address=source.address, cursor=bookmark_of(source).cursor,
            collections=(POST, PROFILE), now=now,
            own=_own_dids(),
        )  # fmt: skip
        return _Sifted(jetstream, sieve)
    if kind is SourceKind.MASTODON_PUBLIC or kind in BELLS:
        account = source.account
        return Streaming(
            http, kind=kind, address=source.address,
            server=account.server if account else source.server,
            token=way_out.mastodon_token(account),
            own=account.identity.handle if account else "",
        )  # fmt: skip
    raise BadAddress(f"no stream: {source.kind}")


class _Sifted:
    """A Jetstream of which only what the sieve wants is made into posts."""

    def __init__(self, jetstream: Jetstream, sieve: Sieve) -> None:
        self._jetstream, self._sieve = jetstream, sieve
        self.close = jetstream.close

    def batches(self) -> Iterator[Page]:
        return self._jetstream.batches(sieve=self._wanted)

    def _wanted(self, written: Sequence[Written]) -> Sequence[bool]:
        return self._sieve([bare(one) for one in written]) if written else ()


def bare(written: Written) -> values.Post:
    """A line of Jetstream as the sieve looks at it: its words uncleaned, nothing fetched."""
    return values.Post(
        network=Network.BLUESKY,
        uid=written.uid,
        url="",
        author=somebody(written.did),
        text=written.text,
        language=written.language,
        written=written.at,
        reply_to=written.uid if written.reply else "",
        tags=written.tags,
        links=written.links,
        pictures=tuple(Picture(url="", kind=kind) for kind in written.pictures),
    )


def catch_up(source: Source, *, sieve: Sieve, now: datetime) -> Iterator[Page]:
    """What a public timeline said while nobody listened: page after page, sifted, at most
    twenty-five; a longer gap is left. Nothing for a Jetstream, which does this itself, nor for a
    source that begins. Raises ConnectorError types."""
    if source.kind != SourceKind.MASTODON_PUBLIC or not bookmark_of(source).cursor:
        return
    for _ in range(MOST_PAGES):
        page = fetch(source, now=now)
        source.bookmark = asdict(page.bookmark)
        yield sifted(page, sieve)
        if not page.more or page.wait:
            return


def sifted(page: Page, sieve: Sieve) -> Page:
    """The page with the posts that the sieve wants, and those that a notice is about."""
    if not page.posts:
        return page
    about = {notice.about for notice in page.notices}
    pairs = zip(page.posts, sieve(page.posts), strict=True)
    kept = tuple(post for post, wanted in pairs if wanted or post.uid in about)
    return replace(page, posts=kept, skipped=page.skipped + len(page.posts) - len(kept))


def streamed(source: Source, page: Page, *, sieve: Sieve) -> Page:
    """A page as its stream gave it, sifted where the stream did not, with the place where it
    ends: a Mastodon stream has none, so it is the newest number it told."""
    if source.kind != SourceKind.MASTODON_PUBLIC:
        return page
    numbers = [told for post in page.posts if (told := post.native.get("id"))]
    place = Place(at=numbers[-1]).write() if numbers else bookmark_of(source).cursor
    return replace(sifted(page, sieve), bookmark=Bookmark(cursor=place))


def hear(source: Source, page: Page, *, now: datetime) -> Received | None:
    """Stores what a stream brought together with the place where it ends, in one transaction; a
    page that brings nothing is only noted now and then. None when nobody listens to this source
    any more: then close the stream. `source` is kept up to date."""
    page = _of_interest(source, page)
    empty = not (page.posts or page.deleted or page.deleted_ids or page.standings)
    if empty and source.last_check and now - source.last_check < WRITTEN_DOWN:
        return Received()
    with transaction.atomic():
        if not _note(source, page, now):
            return None
        received = receive(source=source, page=page, now=now)
        if received.new:
            Source.objects.filter(pk=source.pk).update(last_post=now)
    return received


def _of_interest(source: Source, page: Page) -> Page:
    """Without deletions and accounts that are nothing to us: a network has thousands an hour."""
    deleted, standings = page.deleted, page.standings
    if deleted:
        here = Post.objects.filter(network=source.network, uid__in=deleted, deleted_at=None)
        deleted = tuple(here.values_list("uid", flat=True))
    if standings:
        told = {standing.uid for standing in standings}
        known = Identity.objects.filter(network=source.network, uid__in=told)
        ours = {*known.values_list("uid", flat=True), *(post.author.uid for post in page.posts)}
        standings = tuple(standing for standing in standings if standing.uid in ours)
    return replace(page, deleted=deleted, standings=standings, refused=())


def _note(source: Source, page: Page, now: datetime) -> bool:
    """Writes down how far the stream was heard; False when it is paused or removed."""
    if page.bookmark.cursor:
        source.bookmark = asdict(page.bookmark)
    micros = number(page.bookmark.cursor) if source.network == Network.BLUESKY else 0
    source.heard_until = min(moment(micros), now) if micros else now
    source.connected_since = source.connected_since or now
    source.last_check = now
    if now - source.connected_since > STEADY:
        source.errors_in_a_row = 0
    active = Source.objects.filter(pk=source.pk, state=Source.State.ACTIVE)
    return bool(
        active.update(
            bookmark=source.bookmark, heard_until=source.heard_until, last_check=now,
            connected_since=source.connected_since, last_success=now, error="", error_detail="",
            errors_in_a_row=source.errors_in_a_row,
        )
    )  # fmt: skip


def ring(source: Source, page: Page, *, now: datetime) -> None:
    """The stream of an account told of something: what was taken away goes at once, what is new
    is fetched by the usual visit, at most every five seconds."""
    own = Source.objects.filter(account=source.account, state=Source.State.ACTIVE)
    for one in own if page.deleted_ids else ():
        take_away(one, page, now)
    kinds = set()
    if page.notices:
        kinds.add(SourceKind.MASTODON_MENTIONS.value)
    if page.posts:
        kinds.add(SourceKind.MASTODON_HOME.value)
    for one in own.filter(kind__in=kinds):
        soon = max(now, (one.last_check or now - RINGS_APART) + RINGS_APART)
        sooner = Source.objects.filter(pk=one.pk, next_check__gt=soon)
        with transaction.atomic():
            if sooner.update(next_check=soon) and soon == now:
                tasks.collect.enqueue(one.pk)
