"""Following somebody from here, by a press of the button: a wish that the worker carries out once,
however often it is pressed or the worker is killed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from secrets import randbelow
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.bluesky import following as bluesky
from merkwerk.connectors.bluesky.events import FOLLOW
from merkwerk.connectors.bluesky.tid import new_tid
from merkwerk.connectors.errors import (
    BadAddress,
    ConnectorError,
    Forbidden,
    Gone,
    NotFound,
    PrivateAddress,
    Rejected,
    TokenRefused,
)
from merkwerk.connectors.mastodon import following as mastodon
from merkwerk.connectors.values import Following, Network, Notice, NoticeKind
from merkwerk.networks import tasks
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.refusing import account_refused
from merkwerk.networks.models import ConnectedAccount, Follow, Identity, Reaction, Source

LEASE, GIVES_UP = timedelta(minutes=3), timedelta(hours=24)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
FINAL = (Rejected, Forbidden, NotFound, Gone, TokenRefused, PrivateAddress, BadAddress)
State = Follow.State
WISHED = {State.WANTED, State.FOLLOWING, State.ASKED}


def follow(
    *, account: ConnectedAccount, identity: Identity, by: Colleague, now: datetime | None = None
) -> Follow:
    """Follow this person through this account; pressed twice it is one wish. Raises
    PermissionError for another colleague's account or one that is let go, ValueError for somebody
    on another network or oneself."""
    return _wish(account, identity, by, State.WANTED, now or timezone.now())


def unfollow(
    *, account: ConnectedAccount, identity: Identity, by: Colleague, now: datetime | None = None
) -> Follow:
    """Follow this person no longer. Refuses as `follow` does."""
    return _wish(account, identity, by, State.UNWANTED, now or timezone.now())


def _wish(
    account: ConnectedAccount, identity: Identity, by: Colleague, state: str, now: datetime
) -> Follow:
    if account.colleague_id != by.pk or account.removed_at:
        raise PermissionError("only through one's own connected account")
    if account.network != identity.network or account.identity_id == identity.pk:
        raise ValueError("nobody to follow through this account")
    back = Reaction.objects.filter(
        identity=identity, kind=Reaction.Kind.FOLLOW, source__account=account
    ).order_by("at")
    fresh = {
        "state": state, "wanted_at": now, "next_try": now,
        "followed_back_at": back.values_list("at", flat=True).first(),
    }  # fmt: skip
    done = WISHED if state == State.WANTED else {State.UNWANTED, State.UNDONE}
    with transaction.atomic():
        one, made = Follow.objects.get_or_create(account=account, identity=identity, defaults=fresh)
        again = Follow.objects.filter(pk=one.pk).exclude(state__in=done)
        changed = again.update(
            state=state, wanted_at=now, next_try=now, tries=0, error="", error_detail="", claim="",
            claimed_until=None,
        )  # fmt: skip
        if made or changed:
            tasks.follow.enqueue(one.pk)
    one.refresh_from_db()
    return one


def follow_due(*, now: datetime | None = None) -> int:
    """Asks for jobs for all wishes that wait, found again whatever became of their job."""
    pks = list(Follow.objects.due(now or timezone.now()).values_list("pk", flat=True)[:200])
    for pk in pks:
        tasks.follow.enqueue(pk)
    return len(pks)


def carry_out(*, follow_id: int, now: datetime | None = None) -> bool:
    """Carries out one wish that is due; True when the network did it. Doing it again changes
    nothing there, so a killed worker's wish is simply tried again. A clear no is REFUSED with the
    reason; an unreachable server is tried again for a day."""
    now = now or timezone.now()
    claim = secrets.token_hex(16)
    due = Follow.objects.due(now).filter(pk=follow_id).order_by()
    if not due.update(claim=claim, claimed_until=now + LEASE, tries=F("tries") + 1):
        return False
    one = Follow.objects.select_related("account__identity", "identity").get(pk=follow_id)
    try:
        if one.account.removed_at or not one.account.token:
            raise NotFound("the account is not connected any more")
        if one.state == State.WANTED:
            _prepare(one, now)
        told = _ask(one, now)
    except ConnectorError as trouble:
        _went_wrong(one, trouble, now)
        return False
    return _settle(one, told, now)


def _prepare(one: Follow, now: datetime) -> None:
    """On Bluesky the record's key is chosen before the first try, so that a repeat is harmless."""
    if one.account.network == Network.BLUESKY and not one.record:
        one.record = new_tid(now, randbelow(1024))
        Follow.objects.filter(pk=one.pk).update(record=one.record)


def _ask(one: Follow, now: datetime) -> Following:
    http, account, uid = way_out.http(), one.account, one.identity.uid
    if account.network == Network.BLUESKY:
        with way_out.bluesky_auth(account) as auth:
            if one.state == State.WANTED:
                return bluesky.follow(http, auth=auth, uid=uid, key=one.record, now=one.wanted_at)
            place = f"at://{auth.session.did}/{FOLLOW}/{one.record}" if one.record else ""
            return bluesky.unfollow(http, auth=auth, uid=uid, key=place)
    server, token = account.server, way_out.mastodon_token(account)
    if one.state == State.WANTED:
        return mastodon.follow(
            http, server=server, token=token, uid=uid, handle=one.identity.handle
        )
    key = one.record or mastodon.account_id(
        http, server=server, token=token, handle=one.identity.handle
    )
    return mastodon.unfollow(http, server=server, token=token, uid=uid, key=key)


def _settle(one: Follow, told: Following, now: datetime) -> bool:
    columns: dict[str, Any] = {"claim": "", "claimed_until": None, "error": "", "error_detail": ""}
    if one.state == State.WANTED:
        columns["state"] = State.ASKED if told.requested and not told.follows else State.FOLLOWING
        columns["followed_at"] = one.followed_at or now
        columns["record"] = told.key.rpartition("/")[2][:64]
        if told.followed and one.followed_back_at is None:
            columns["followed_back_at"] = now
    else:
        columns |= {"state": State.UNDONE, "record": ""}
    mine = Follow.objects.filter(pk=one.pk, claim=one.claim, state=one.state)
    return bool(mine.update(**columns))


def _went_wrong(one: Follow, trouble: ConnectorError, now: datetime) -> None:
    if isinstance(trouble, TokenRefused):
        account_refused(one.account, now=now)
    mine = Follow.objects.filter(pk=one.pk, claim=one.claim, state=one.state)
    free = {"claim": "", "claimed_until": None, "error_detail": trouble.detail}
    late = now - one.wanted_at > GIVES_UP
    if isinstance(trouble, FINAL) or late:
        # Who is not followed any more because they are gone is what was wanted.
        gone = one.state == State.UNWANTED and isinstance(trouble, NotFound | Gone)
        code = "gave-up" if late and not isinstance(trouble, FINAL) else trouble.code
        state = State.UNDONE if gone else State.REFUSED
        mine.update(state=state, error="" if gone else code, **free)
        return
    step = min(FIRST_WAIT * 2.0 ** min(max(one.tries - 1, 0), 12), LONGEST_WAIT)
    wait = max(step, timedelta(seconds=trouble.wait or 0))
    mine.update(next_try=now + wait, error=trouble.code, **free)


def follows_of(
    *, identity: Identity, by: Colleague
) -> list[tuple[ConnectedAccount, Follow | None]]:
    """One's own working accounts on this person's network, each with the wish about them."""
    mine = ConnectedAccount.objects.visible_to(by).working().filter(network=identity.network)
    accounts = list(mine.exclude(identity=identity).select_related("identity"))
    known = {one.account_id: one for one in Follow.objects.visible_to(by).filter(identity=identity)}
    return [(account, known.get(account.pk)) for account in accounts]


def note_follow_backs(
    source: Source, notices: Sequence[Notice], people: Mapping[tuple[str, str], Identity]
) -> None:
    """Whoever is followed from here and now follows back: noted on the wish, once."""
    follows = [one for one in notices if one.kind is NoticeKind.FOLLOW]
    if source.account_id is None or not follows:
        return
    for notice in follows:
        identity = people.get((str(notice.network), notice.person.uid))
        theirs = Follow.objects.filter(account=source.account_id, identity=identity)
        if identity is not None:
            theirs.filter(followed_back_at=None).update(followed_back_at=notice.written)
