"""Posts that somebody is reading are asked for again within the hour: an author's edit or
deletion is followed, politely, a server at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from merkwerk.connectors.bluesky import rechecking as bluesky
from merkwerk.connectors.errors import ConnectorError, RateLimited
from merkwerk.connectors.mastodon import rechecking as mastodon
from merkwerk.connectors.values import Audience, Network, Page
from merkwerk.jobs.actions import asked_to_stop
from merkwerk.networks import tasks
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.collecting import hold_host, take_turn
from merkwerk.networks.actions.fetching import host_of
from merkwerk.networks.actions.fitting import identities_of
from merkwerk.networks.actions.leaving import empty
from merkwerk.networks.actions.receiving import receive
from merkwerk.networks.models import ConnectedAccount, Identity, Post

EVERY, SOONER = timedelta(minutes=50), timedelta(minutes=10)
SERVERS, BATCHES, BATCH = 200, 50, 20
NAMELESS = 200
LATELY = timedelta(days=1)


def watched(now: datetime) -> QuerySet[Post]:
    """Posts to ask for again now."""
    stale = Q(rechecked=None) | Q(rechecked__lt=now - EVERY)
    going = Post.objects.filter(stale, watched_until__gt=now, deleted_at=None)
    return going.filter(network__in=[Network.MASTODON.value, Network.BLUESKY.value])


def recheck_due(*, now: datetime | None = None) -> int:
    """Asks for one job for each server that has to be asked; gives how many. Safe to repeat."""
    now = now or timezone.now()
    posts = watched(now)
    mastodons = posts.filter(network=Network.MASTODON.value).order_by()
    servers = mastodons.values_list("native__server", flat=True).distinct()[:SERVERS]
    wanted = [(Network.MASTODON.value, str(server)) for server in servers if server]
    if posts.filter(network=Network.BLUESKY.value).exists():
        wanted.append((Network.BLUESKY.value, ""))
    for network, server in wanted:
        tasks.recheck.enqueue(network, server)
    return len(wanted)


def recheck(*, network: str, server: str, now: datetime | None = None) -> int:
    """Asks one server for the posts that it told of, a batch a second; gives how many were edited
    or taken away. What the server does not answer is asked again in ten minutes."""
    now = now or timezone.now()
    count = 0
    host = host_of(network, "", server)
    for _ in range(BATCHES):
        batch = _claim(network, server, now)
        if not batch or asked_to_stop():
            break
        take_turn(host)
        try:
            page = _asked(network, server, batch, now)
        except ConnectorError as trouble:
            pks = [post.pk for post in batch]
            Post.objects.filter(pk__in=pks).update(rechecked=now - EVERY + SOONER)
            if isinstance(trouble, RateLimited):
                hold_host(host, timezone.now(), trouble.wait)
            break
        count += _follow(batch, page, timezone.now())
    return count


def _claim(network: str, server: str, now: datetime) -> list[Post]:
    """The next batch, all public or all seen through one account; nobody else gets it."""
    posts = watched(now).filter(network=network).order_by(F("rechecked").asc(nulls_first=True))
    if network == Network.MASTODON:
        posts = posts.filter(native__server=server)
    batch = list(posts[:BATCH])
    if any(post.audience != Audience.PUBLIC for post in batch):
        batch = batch[:1] if batch[0].audience != Audience.PUBLIC else _public(batch)
    Post.objects.filter(pk__in=[post.pk for post in batch]).update(rechecked=now)
    return batch


def _public(batch: Iterable[Post]) -> list[Post]:
    return [post for post in batch if post.audience == Audience.PUBLIC]


def _asked(network: str, server: str, batch: list[Post], now: datetime) -> Page:
    http = way_out.http()
    if network == Network.BLUESKY:
        return bluesky.recheck(
            http, uris=[post.uid for post in batch], now=now, server=settings.BLUESKY_PUBLIC,
            plc=settings.PLC_DIRECTORY,
        )  # fmt: skip
    ids = [str(post.native.get("id", "")) for post in batch]
    if batch[0].audience == Audience.PUBLIC:
        return mastodon.recheck(http, server=server, ids=ids)
    account = _reader(batch[0], server)
    if account is None:
        return Page()  # without the account that received it a letter is hidden, not gone
    return mastodon.recheck(http, server=server, ids=ids, token=way_out.mastodon_token(account))


def _reader(post: Post, server: str) -> ConnectedAccount | None:
    """The account through which a letter was received; nobody's is used for what is public."""
    seen = post.sightings.values("source__account")
    return ConnectedAccount.objects.working().filter(pk__in=seen, server=server).first()


def _follow(batch: list[Post], page: Page, now: datetime) -> int:
    """Takes over what the server said about these posts, and about no others."""
    ours = {post.uid: post.pk for post in batch}
    numbers = {str(post.native.get("id")): post.pk for post in batch}
    gone = [ours[uid] for uid in page.deleted if uid in ours]
    gone += [numbers[one] for one in page.deleted_ids if one in numbers]
    told = tuple(post for post in page.posts if post.uid in ours)
    changed = receive(source=None, page=replace(page, posts=told), now=now).changed
    return changed + empty(Post.objects.filter(pk__in=gone), now)


def nameless(now: datetime) -> QuerySet[Identity]:
    """People of whom a stream told no more than their number."""
    by_number = Identity.objects.filter(handle__gte="did:", handle__lt="did;")
    return by_number.filter(
        network=Network.BLUESKY.value, handle=F("uid"), updated__gt=now - LATELY, gone_at=None
    )


def name_people(*, now: datetime | None = None) -> int:
    """Asks Bluesky's public view who they are; gives how many got a name. Whom it does not know is
    not asked for again. Raises ConnectorError types."""
    now = now or timezone.now()
    uids = list(nameless(now).order_by("-pk").values_list("uid", flat=True)[:NAMELESS])
    if not uids:
        return 0
    people = bluesky.people(way_out.http(), uids=uids, server=settings.BLUESKY_PUBLIC)
    identities_of(people)
    unknown = set(uids) - {person.uid for person in people}
    rest = Identity.objects.filter(network=Network.BLUESKY.value, uid__in=unknown)
    rest.update(updated=now - 2 * LATELY)
    return len(people)
