"""The outbox: a message goes out once, whatever is killed, lost or unreachable on the way."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.html import linebreaks, urlize

from merkwerk.connectors import content
from merkwerk.connectors.bluesky import client as bluesky
from merkwerk.connectors.bluesky import writing as bluesky_writing
from merkwerk.connectors.bluesky.translate import POST
from merkwerk.connectors.errors import (
    BadAddress,
    ConnectorError,
    Forbidden,
    Gone,
    NotFound,
    PrivateAddress,
    RateLimited,
    Rejected,
    TokenRefused,
)
from merkwerk.connectors.mastodon import client as mastodon
from merkwerk.connectors.mastodon import writing as mastodon_writing
from merkwerk.connectors.values import Audience, Network, Sent
from merkwerk.networks import tasks
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.answering import full_text, keep_beside
from merkwerk.networks.actions.fitting import told_again
from merkwerk.networks.actions.refusing import account_refused, message_refused
from merkwerk.networks.models import ConnectedAccount, Message, Post, Sighting

LEASE = timedelta(minutes=3)
GIVES_UP = timedelta(hours=24)
SKEW = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
FINAL = (Rejected, Forbidden, NotFound, Gone, TokenRefused, PrivateAddress, BadAddress)
NOT_DONE = (*FINAL, RateLimited)
"""With these, as the answer to the message itself, the server said that it did not take it. A
refusal while looking for an earlier try leaves that try as unsure as it was."""
State = Message.State


def send_due(*, now: datetime | None = None) -> int:
    """Asks for jobs for all messages that wait, found again whatever became of their job."""
    now = now or timezone.now()
    pks = list(Message.objects.due(now).values_list("pk", flat=True)[:200])
    for pk in pks:
        tasks.send.enqueue(pk)
    return len(pks)


def send(*, message_id: int, now: datetime | None = None) -> bool:
    """Sends one message its writer asked to send; True when it stands on the network.

    Does nothing unless the message is due and free. After a try that ended without a clear yes or
    no (also of a killed worker) it first looks whether the message stands there already. A clear
    no makes it REFUSED with the network's reason; an unreachable server is tried again later and
    later, for a day after it was asked for.
    """
    now = now or timezone.now()
    claim = _claim(message_id, now)
    if claim is None:
        return False
    message = Message.objects.select_related("account__identity", "answers__identity").get(
        pk=message_id
    )
    settled = tried = False
    try:
        account = message.account
        if account is None or account.removed_at or not account.token:
            settled = _refuse(message, "disconnected", "", now)
            return False
        sent = _stands_already(message, account) if message.unsure else None
        if sent is None:
            _about_to_try(message, claim)
            tried = True
            sent = _go(message, account)
        settled = _stands(message, account, sent, now)
        return True
    except ConnectorError as trouble:
        if tried and isinstance(trouble, NOT_DONE):
            Message.objects.filter(pk=message.pk, claim=claim).update(unsure=False)
        settled = _went_wrong(message, trouble, now)
        return False
    finally:
        if not settled:
            _later(message, "unexpected", "", _wait(message, None), now)


def _claim(message_id: int, now: datetime) -> str | None:
    claim = secrets.token_hex(16)
    taken = (
        Message.objects.due(now)
        .filter(pk=message_id)
        .order_by()
        .update(
            state=State.SENDING,
            claim=claim,
            claimed_until=now + LEASE,
            tries=F("tries") + 1,
            first_try=Coalesce("first_try", now),
        )
    )
    return claim if taken else None


def _about_to_try(message: Message, claim: str) -> None:
    """From here on nobody can be sure that the message is not out."""
    columns = {"unsure": True, "tried_text": message.text}
    Message.objects.filter(pk=message.pk, claim=claim).update(**columns)
    message.unsure, message.tried_text = True, message.text


def _stands_already(message: Message, account: ConnectedAccount) -> Sent | None:
    text = message.tried_text or message.text
    if account.network == Network.BLUESKY:
        return _record(message, account)
    since = (message.first_try or message.started) - SKEW
    found = mastodon_writing.find_own(
        way_out.http(),
        server=account.server,
        token=way_out.mastodon_token(account),
        text=full_text(text, account=account, post=message.answers),
        since=since,
        reply_to_id=_local_id(message, account),
    )
    if found is None or Message.objects.filter(uid=found.uid).exclude(pk=message.pk).exists():
        return None
    return found


def _record(message: Message, account: ConnectedAccount) -> Sent | None:
    uri = f"at://{account.identity.uid}/{POST}/{message.record}"
    found = bluesky.post(
        way_out.http(),
        uri=uri,
        now=timezone.now(),
        plc=settings.PLC_DIRECTORY,
        resolver=settings.BLUESKY_PUBLIC,
    )
    if found is None:
        return None
    return Sent(
        uid=found.uid,
        url=found.url,
        written=found.written,
        revision=found.revision,
        native=found.native,
    )


def _go(message: Message, account: ConnectedAccount) -> Sent:
    text = full_text(message.text, account=account, post=message.answers)
    if account.network == Network.BLUESKY:
        with way_out.bluesky_auth(account) as auth:
            return bluesky_writing.send(
                way_out.http(),
                auth=auth,
                text=text,
                key=message.record,
                now=message.first_try or message.started,
                reply_to=told_again(message.answers) if message.answers else None,
                language=message.language,
            )
    return mastodon_writing.send(
        way_out.http(),
        server=account.server,
        token=way_out.mastodon_token(account),
        text=text,
        key=message.key,
        reply_to_id=_local_id(message, account),
        language=message.language,
        visibility=_visibility(message.answers),
    )


def _visibility(post: Post | None) -> str:
    """An answer is never told wider than what it answers."""
    if post is None:
        return "public"
    if post.audience == Audience.LIMITED:
        return "direct"
    return "unlisted" if post.native.get("visibility") == "unlisted" else "public"


def _local_id(message: Message, account: ConnectedAccount) -> str:
    """The id of the answered post on the account's own server; asked for once, then kept."""
    post = message.answers
    if post is None:
        return ""
    if post.native.get("server") == account.server and post.native.get("id"):
        return str(post.native["id"])
    if message.native.get("reply_to_server") != account.server:
        found = mastodon.local_id(
            way_out.http(),
            server=account.server,
            token=way_out.mastodon_token(account),
            url=post.uid,
        )
        message.native = {"reply_to_server": account.server, "reply_to_id": found}
        Message.objects.filter(pk=message.pk).update(native=message.native)
    return str(message.native["reply_to_id"])


def _stands(message: Message, account: ConnectedAccount, sent: Sent, now: datetime) -> bool:
    """Written down even when another worker took over meanwhile: it does stand there."""
    arrived = message.tried_text or message.text
    with transaction.atomic():
        open_ = Message.objects.filter(pk=message.pk).exclude(state=State.SENT)
        if open_.update(
            state=State.SENT,
            text=arrived,
            sent_at=min(sent.written or now, now),
            uid=sent.uid[:1000],
            url=sent.url[:1000],
            native=sent.native,
            **_free(),
        ):
            _own_post(message, account, sent, arrived, now)
            if message.text.strip() != arrived.strip() and message.answers is not None:
                keep_beside(message, message.text)  # an earlier text had arrived after all
    return True


def _own_post(
    message: Message, account: ConnectedAccount, sent: Sent, text: str, now: datetime
) -> None:
    """Our message as a post among the others, so that the conversation shows it at once. When it
    is collected later it has the same uid, so it is not there twice. It counts as seen through the
    account it went out by, so that its writer sees it whoever it is for."""
    answered = message.answers
    post, made = Post.objects.get_or_create(
        network=account.network,
        uid=sent.uid,
        defaults={
            "url": sent.url[:1000],
            "identity": account.identity,
            "text": text,
            "html": content.clean(linebreaks(urlize(text, nofollow=True, autoescape=True))),
            "language": message.language,
            "written": min(sent.written or now, now),
            "reply_to": answered.uid if answered else "",
            "root": (answered.root or answered.uid) if answered else "",
            "audience": answered.audience if answered else Audience.PUBLIC,
            "native": sent.native,
            "revision": sent.revision[:64],
            "state": Post.State.READ,
            "try_after": now,
            "held": True,
        },
    )
    source = account.sources.order_by("pk").first()
    if made and source is not None:
        Sighting.objects.get_or_create(post=post, source=source)


def _went_wrong(message: Message, trouble: ConnectorError, now: datetime) -> bool:
    if isinstance(trouble, TokenRefused) and message.account is not None:
        account_refused(message.account, now=now)
    if isinstance(trouble, FINAL):
        return _refuse(message, trouble.code, trouble.detail, now)
    if now - (message.asked_at or now) > GIVES_UP:
        return _refuse(message, "gave-up", trouble.detail, now)
    return _later(message, trouble.code, trouble.detail, _wait(message, trouble.wait), now)


def _wait(message: Message, wish: float | None) -> timedelta:
    step = min(FIRST_WAIT * 2.0 ** min(max(message.tries - 1, 0), 12), LONGEST_WAIT)
    return min(max(step, timedelta(seconds=wish or 0)), GIVES_UP)


def _later(message: Message, code: str, detail: str, wait: timedelta, now: datetime) -> bool:
    mine = Message.objects.filter(pk=message.pk, claim=message.claim, state=State.SENDING)
    mine.update(
        state=State.WAITING,
        next_try=now + wait,
        error=code,
        error_detail=detail[:300],
        claim="",
        claimed_until=None,
    )
    return True


def _refuse(message: Message, code: str, detail: str, now: datetime) -> bool:
    with transaction.atomic():
        mine = Message.objects.filter(pk=message.pk, claim=message.claim, state=State.SENDING)
        columns: dict[str, Any] = {**_free(), "error": code, "error_detail": detail[:300]}
        if mine.update(state=State.REFUSED, **columns):
            message_refused(message, code=code, now=now)
    return True


def _free() -> dict[str, Any]:
    return {
        "claim": "",
        "claimed_until": None,
        "next_try": None,
        "error": "",
        "error_detail": "",
        "changed": timezone.now(),
    }
