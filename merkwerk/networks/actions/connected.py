"""An account that is connected: what it listens to at first, and how it is let go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.bluesky import session as sessions
from merkwerk.connectors.errors import ConnectorError, TokenRefused, Unreadable
from merkwerk.connectors.mastodon import access
from merkwerk.connectors.values import Network, Person, SourceKind
from merkwerk.networks import tasks
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.believing import counts, place
from merkwerk.networks.actions.brands import brand_gone, forget_leavers
from merkwerk.networks.actions.fitting import identities_of
from merkwerk.networks.actions.followers import begin_followers
from merkwerk.networks.actions.keeping import PIECE
from merkwerk.networks.actions.looking import listen_to, wake
from merkwerk.networks.actions.registering import forget_unsure_of_leavers
from merkwerk.networks.models import (
    ConnectedAccount,
    FollowerList,
    Identity,
    Message,
    PendingConnection,
    ServerApp,
    Sighting,
    Source,
)

MENTIONS = {
    Network.MASTODON.value: SourceKind.MASTODON_MENTIONS,
    Network.BLUESKY.value: SourceKind.BLUESKY_MENTIONS,
}
HOME = {
    Network.MASTODON.value: SourceKind.MASTODON_HOME,
    Network.BLUESKY.value: SourceKind.BLUESKY_HOME,
}


def connected(
    pending: PendingConnection,
    *,
    person: Person,
    server: str,
    token: str,
    limit: int,
    now: datetime,
    link_length: int = 23,
    abilities: Mapping[str, object] | None = None,
) -> ConnectedAccount:
    """Writes the account down, ends the attempt, and begins to listen for mentions. Connecting
    the same account again renews it: its stopped sources go on. Two colleagues may connect the
    same account, and one colleague several accounts on one network. Raises Unreadable when the
    server speaks for somebody of another server whom we know."""
    teller = place(server) if person.network == Network.MASTODON else ""
    _check_own(person, teller)
    with transaction.atomic():
        known = identities_of([person], teller=teller)
        identity = known[str(person.network), person.uid]
        account, made = ConnectedAccount.objects.get_or_create(
            colleague=pending.colleague,
            identity=identity,
            removed_at=None,
            defaults={"network": str(person.network), "server": server, "token": token},
        )
        account.server, account.token = server, token
        account.state, account.error = ConnectedAccount.State.WORKING, ""
        account.limit, account.link_length = limit, link_length
        account.abilities = dict(abilities or {})
        told = ["server", "token", "state", "error", "limit", "link_length", "abilities"]
        account.save(update_fields=told)
        PendingConnection.objects.filter(pk=pending.pk).update(
            stage=PendingConnection.Stage.DONE, account=account, secrets="", go_to="", error=""
        )
        stopped = Source.objects.filter(
            account=account, state=Source.State.STOPPED, error="token-refused"
        )
        for source in stopped:
            wake(source, now=now)
        if made:
            listen(account=account, by=pending.colleague, what=MENTIONS[account.network], now=now)
        begin_followers(account, now=now)
    return account


def _check_own(person: Person, teller: str) -> None:
    known = Identity.objects.filter(network=str(person.network), uid=person.uid)
    before = known.values_list("told_by", flat=True).first() or ""
    if not counts(uid=person.uid, before=before, teller=teller):
        raise Unreadable("the server speaks for an account of another server")


def listen(
    *, account: ConnectedAccount, by: Colleague, what: str, now: datetime | None = None
) -> Source | None:
    """Listens to the account's mentions or home timeline. None when it isn't theirs, or its
    network has no such thing."""
    now = now or timezone.now()
    if account.colleague_id != by.pk or account.removed_at:
        return None
    if what not in (MENTIONS[account.network], HOME[account.network]):
        return None
    own = account.identity
    return listen_to(
        kind=str(what),
        network=account.network,
        address=own.handle if account.network == Network.MASTODON else own.uid,
        title=f"@{own.handle}",
        server=account.server,
        account=account,
        by=by,
        now=now,
    )


def disconnect(
    *, account: ConnectedAccount, by: Colleague | None, now: datetime | None = None
) -> None:
    """The account is not used from this moment; the worker gives its token back to the server.
    Its sources go, its messages that wait are kept as not sent. Safe to repeat. `by` is its owner;
    None when the house does it for somebody who left."""
    now = now or timezone.now()
    if by is not None and account.colleague_id != by.pk:
        return
    with transaction.atomic():
        mine = ConnectedAccount.objects.filter(pk=account.pk, removed_at=None)
        if not mine.update(removed_at=now):
            return
        Source.objects.filter(account=account).update(state=Source.State.REMOVED)
        FollowerList.objects.filter(account=account).delete()
        brand_gone(account=account, now=now)
        waiting = Message.objects.filter(account=account, state=Message.State.WAITING)
        waiting.update(state=Message.State.REFUSED, error="disconnected", error_detail="")
        tasks.give_back.enqueue(account.pk)


def disconnect_leavers(*, now: datetime | None = None) -> int:
    """Lets go of every account of people who left, of the brands they write for, and of what they
    never said to be theirs; gives how many accounts. Safe to repeat."""
    now = now or timezone.now()
    forget_leavers()
    forget_unsure_of_leavers()
    leaving = list(ConnectedAccount.objects.of_leavers()[:200])
    for account in leaving:
        disconnect(account=account, by=None, now=now)
    return len(leaving)


def give_back(*, account_id: int, now: datetime | None = None) -> None:
    """Gives the token of a disconnected account back to its server, forgets it, and clears away
    what its sources showed. An unreachable server is tried again by the job, for a week; then
    the token is forgotten all the same."""
    now = now or timezone.now()
    account = ConnectedAccount.objects.exclude(removed_at=None).filter(pk=account_id).first()
    if account is None:
        return
    sources = Source.objects.removed().filter(account=account)
    while pks := list(Sighting.objects.filter(source__in=sources).values_list("pk")[:PIECE]):
        Sighting.objects.filter(pk__in=[pk for (pk,) in pks]).delete()
    sources.delete()
    if not account.token:
        return
    try:
        _revoke(account)
    except TokenRefused:
        pass
    except ConnectorError:
        if account.removed_at and account.removed_at > now - timedelta(days=7):
            raise
    ConnectedAccount.objects.filter(pk=account.pk).update(token="")


def _revoke(account: ConnectedAccount) -> None:
    if account.network == Network.BLUESKY:
        with way_out.bluesky_auth(account) as auth:
            sessions.logout(way_out.http(), auth=auth)
        return
    app = ServerApp.objects.filter(server=account.server).first()
    if app is not None:
        token = way_out.mastodon_token(account)
        access.revoke(way_out.http(), app=way_out.app_of(app), token=token)
