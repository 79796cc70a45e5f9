"""What authors take away, and accounts that leave: followed where it is told by who may tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from merkwerk.connectors.values import Network, Page, Presence, SourceKind, Standing
from merkwerk.networks.actions.believing import counts, place
from merkwerk.networks.models import Identity, Post, Sighting, Source

PIECE = 400
MOST = 5000
DOUBT = timedelta(hours=2)
GONE: dict[str, Any] = {
    "title": "", "text": "", "html": "", "warning": "", "links": [], "tags": [], "mentions": [],
    "pictures": [], "state": Post.State.READ, "trouble": "", "watched_until": None,
}  # fmt: skip


def _pieces(words: Iterable[str]) -> Iterator[list[str]]:
    wanted = list(dict.fromkeys(words))[:MOST]
    for start in range(0, len(wanted), PIECE):
        yield wanted[start : start + PIECE]


def empty(posts: QuerySet[Post], now: datetime) -> int:
    """Nothing of their words is left; the rows stay, so that what we said keeps its place."""
    return posts.filter(deleted_at=None).update(deleted_at=now, **GONE)


def take_away(source: Source, page: Page, now: datetime) -> int:
    """Empties what its author took away; gives how many posts that were. A source may only take
    away what it showed, and a Mastodon server only what we know from itself: it tells of the posts
    of others, but does not speak for them. What a stream says of posts that came another way is
    asked of the network itself at the next recheck."""
    count = 0
    shown = Sighting.objects.filter(source=source)
    for some in _pieces(page.deleted):
        count += empty(_its_own(source, shown.filter(post__uid__in=some)), now)
        if source.kind == SourceKind.BLUESKY_JETSTREAM:
            others = Post.objects.filter(network=source.network, uid__in=some, deleted_at=None)
            others.update(watched_until=now + DOUBT, rechecked=None)
    for some in _pieces(page.deleted_ids):
        count += empty(_its_own(source, shown.filter(post__native__id__in=some)), now)
    return count


def _its_own(source: Source, shown: QuerySet[Sighting]) -> QuerySet[Post]:
    """Of the posts that a source showed those about which its word counts."""
    if source.network != Network.MASTODON:
        return Post.objects.filter(pk__in=shown.values("post"))
    teller = place(source.account.server if source.account else source.server)
    told = shown.values_list("post", "post__uid", "post__native__server")
    mine = [pk for pk, uid, by in told if counts(uid=uid, before=place(by or ""), teller=teller)]
    return Post.objects.filter(pk__in=mine)


def follow_standings(source: Source, standings: Sequence[Standing]) -> int:
    """What a network says about accounts that we know: gone ones lose their words, hidden ones
    are not shown until they come back, wishes and new names are taken over. Only a stream of the
    network as a whole is believed. Gives how many people it was about."""
    if source.kind != SourceKind.BLUESKY_JETSTREAM or not standings:
        return 0
    told: dict[str, list[Standing]] = {}
    for standing in standings:
        told.setdefault(standing.uid, []).append(standing)
    known = [
        identity
        for some in _pieces(told)
        for identity in Identity.objects.filter(network=Network.BLUESKY.value, uid__in=some)
    ]
    for identity in known:
        for standing in sorted(told[identity.uid], key=lambda one: one.written):
            stand(identity, standing)
    return len(known)


def stand(identity: Identity, standing: Standing) -> None:
    """Takes over one standing; safe to repeat."""
    if standing.handle and standing.handle != identity.handle:
        Identity.objects.filter(pk=identity.pk).update(handle=standing.handle[:300])
    if standing.indexable is not None and standing.indexable != identity.indexable:
        Identity.objects.filter(pk=identity.pk).update(indexable=standing.indexable)
    if standing.handle or standing.indexable is not None:
        return
    theirs = Post.objects.filter(identity=identity)
    match standing.presence:
        case Presence.HERE:
            _come_back(identity, theirs)
        case Presence.AWAY:
            theirs.filter(deleted_at=None).update(deleted_at=standing.written)
            _leave(identity, standing.written)
        case Presence.GONE | Presence.REMOVED:
            empty(theirs, standing.written)
            theirs.update(**GONE)
            _leave(identity, standing.written)


def account_gone(source: Source, now: datetime) -> None:
    """The own server of an account that is listened to says that it is gone: its posts are
    emptied. On Bluesky an account may also be away for a while, so there they are hidden."""
    match source.kind:
        case SourceKind.BLUESKY_ACCOUNT:
            told = Identity.objects.filter(network=Network.BLUESKY.value, uid=source.address)
            presence = Presence.AWAY
        case SourceKind.MASTODON_ACCOUNT:
            handle = source.address.lstrip("@")
            told = Identity.objects.filter(network=Network.MASTODON.value, handle=handle)
            presence = Presence.GONE
        case _:
            return
    for identity in told:
        if source.network == Network.MASTODON and place(identity.uid) != place(source.server):
            continue
        standing = Standing(
            network=Network(source.network), uid=identity.uid, presence=presence, written=now
        )
        stand(identity, standing)


def _leave(identity: Identity, at: datetime) -> None:
    Identity.objects.filter(pk=identity.pk).update(gone_at=at, updated=at)
    identity.gone_at = at


def _come_back(identity: Identity, theirs: QuerySet[Post]) -> None:
    if identity.gone_at is None:
        return
    with_words = theirs.exclude(Q(text="") & Q(title="") & Q(html=""))
    with_words.update(deleted_at=None)
    Identity.objects.filter(pk=identity.pk).update(gone_at=None)
    identity.gone_at = None
