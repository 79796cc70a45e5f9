"""Reading who follows our own accounts, once a day, for the timeline guard."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from merkwerk.connectors.bluesky import followers as bluesky
from merkwerk.connectors.errors import ConnectorError, RateLimited, TokenRefused
from merkwerk.connectors.mastodon import followers as mastodon
from merkwerk.connectors.values import Followers, Network
from merkwerk.engine.marks import pack
from merkwerk.jobs.actions import asked_to_stop
from merkwerk.networks import tasks
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.collecting import hold_host, take_turn
from merkwerk.networks.actions.erasing import fingerprint
from merkwerk.networks.actions.fetching import host_of
from merkwerk.networks.actions.follower_marks import mark
from merkwerk.networks.actions.refusing import account_refused
from merkwerk.networks.models import ConnectedAccount, Erasure, FollowerList

DAY, SOONER, LEASE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=15)
AT_ONCE = 100
MOST_PAGES = 200


def begin_followers(account: ConnectedAccount, *, now: datetime) -> None:
    """A newly connected account's followers are read at once. Call it in its transaction."""
    one, made = FollowerList.objects.get_or_create(account=account, defaults={"next_look": now})
    if made or one.error:
        FollowerList.objects.filter(pk=one.pk).update(next_look=now)
        tasks.read_followers.enqueue(one.pk)


def followers_are_due(now: datetime) -> bool:
    """Whether a list wants to be read, or begun."""
    return FollowerList.objects.due(now).exists() or _listless().exists()


def _listless() -> QuerySet[ConnectedAccount]:
    known = [network.value for network in (Network.MASTODON, Network.BLUESKY)]
    return ConnectedAccount.objects.working().filter(followers=None, network__in=known)


def read_followers_due(*, now: datetime | None = None) -> int:
    """Begins the lists of accounts that have none, and asks for a job for each that is due; gives
    how many. Safe to repeat."""
    now = now or timezone.now()
    fresh = [FollowerList(account=account, next_look=now) for account in _listless()[:AT_ONCE]]
    FollowerList.objects.bulk_create(fresh, ignore_conflicts=True)
    pks = list(FollowerList.objects.due(now).values_list("pk", flat=True)[:AT_ONCE])
    for pk in pks:
        tasks.read_followers.enqueue(pk)
    return len(pks)


def read_followers(*, account_id: int, now: datetime | None = None) -> int:
    """Reads who follows one account, newest first, up to FollowerList.MOST, a page a second; gives
    how many there are. Only marks are kept. What was known stays until the new list is there; a
    server that stops answering half-way leaves what it told, when nothing was known before."""
    now = now or timezone.now()
    claimed = FollowerList.objects.due(now).filter(pk=account_id).order_by()
    if not claimed.update(claimed_until=now + LEASE):
        return 0
    one = FollowerList.objects.select_related("account__identity").get(pk=account_id)
    found: set[int] = set()
    try:
        partial, hidden = _read(one.account, found)
    except ConnectorError as trouble:
        _went_wrong(one, found, trouble, now)
        return one.count
    _keep(one, found, now, partial=partial, hidden=hidden, next_look=now + DAY)
    return len(found)


def _read(account: ConnectedAccount, found: set[int]) -> tuple[bool, bool]:
    """Fills `found` page by page; answers whether there are more, and whether they are hidden."""
    host = host_of(account.network, "", account.server)
    erased = set(
        Erasure.objects.filter(network=account.network).values_list("fingerprint", flat=True)
    )
    after, total = "", None
    for _number in range(MOST_PAGES):
        take_turn(host)
        page = _page(account, after)
        total = page.total if page.total is not None else total
        found.update(_marks(page, account.network, erased)[: FollowerList.MOST - len(found)])
        after = page.next
        if not after or len(found) >= FollowerList.MOST or asked_to_stop():
            break
        if page.wait:
            raise RateLimited("the server asks for a pause", wait=page.wait)
    return bool(after), bool(total) and not found


def _marks(page: Followers, network: str, erased: set[str]) -> list[int]:
    return [
        mark(network, person.uid)
        for person in page.people
        if not erased or fingerprint(network, person.uid) not in erased
    ]


def _page(account: ConnectedAccount, after: str) -> Followers:
    http = way_out.http()
    if account.network == Network.BLUESKY:
        with way_out.bluesky_auth(account) as auth:
            return bluesky.page(http, auth=auth, next=after, appview=settings.BLUESKY_PUBLIC)
    token = way_out.mastodon_token(account)
    return mastodon.page(http, server=account.server, token=token, next=after)


def _went_wrong(one: FollowerList, found: set[int], trouble: ConnectorError, now: datetime) -> None:
    if isinstance(trouble, TokenRefused):
        account_refused(one.account, now=now)
    if isinstance(trouble, RateLimited):
        host = host_of(one.account.network, "", one.account.server)
        hold_host(host, timezone.now(), trouble.wait)
    soon = now + (DAY if trouble.lasting else max(SOONER, timedelta(seconds=trouble.wait or 0)))
    told = {"error": trouble.code, "error_detail": trouble.detail, "next_look": soon}
    if len(found) > one.count:
        _keep(one, found, now, partial=True, hidden=False, **told)
    else:
        FollowerList.objects.filter(pk=one.pk).update(claimed_until=None, **told)


def _keep(one: FollowerList, found: set[int], now: datetime, **columns: object) -> None:
    """Nothing is written down for an account that was let go meanwhile."""
    fresh: dict[str, object] = {"error": "", "error_detail": "", **columns}
    with transaction.atomic():
        FollowerList.objects.filter(pk=one.pk, account__removed_at=None).update(
            marks=pack(found), count=len(found), fetched_at=now, claimed_until=None, **fresh
        )
