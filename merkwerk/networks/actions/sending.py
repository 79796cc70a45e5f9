"""The outbox: a message goes out once, whatever is killed, lost or unreachable on the way."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.html import linebreaks, urlize

from merkwerk.connectors import content
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
from merkwerk.connectors.values import Audience, Sent
from merkwerk.networks import tasks
from merkwerk.networks.actions.answering import check_brand, keep_beside
from merkwerk.networks.actions.bringing import bring_pictures, media_of
from merkwerk.networks.actions.going_out import go, stands_already
from merkwerk.networks.actions.own_words import room_of, words_of
from merkwerk.networks.actions.refusing import account_refused, message_refused
from merkwerk.networks.actions.reviews import NeedsReview
from merkwerk.networks.actions.saying import go_on_after, stop_rest
from merkwerk.networks.models import ConnectedAccount, Message, Post, Sighting

LEASE = timedelta(minutes=3)
GIVES_UP = timedelta(hours=24)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
FINAL = (Rejected, Forbidden, NotFound, Gone, TokenRefused, PrivateAddress, BadAddress)
NOT_DONE = (*FINAL, RateLimited)
"""With these, as the answer to the message itself, the server said that it did not take it. A
refusal while looking for an earlier try leaves that try as unsure as it was."""
State = Message.State


def send_due(*, now: datetime | None = None) -> int:
    """Asks for jobs for all messages that wait, or wait to be changed or taken away, found again
    whatever became of their job."""
    now = now or timezone.now()
    pks = list(Message.objects.due(now).values_list("pk", flat=True)[:200])
    for pk in pks:
        tasks.send.enqueue(pk)
    wished = list(Message.objects.wished(now).values_list("pk", flat=True)[:200])
    for pk in wished:
        tasks.fulfil.enqueue(pk)
    return len(pks) + len(wished)


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
    near = ("account__identity", "answers__identity", "quotes__identity", "after", "colleague")
    message = Message.objects.select_related(*near).get(pk=message_id)
    settled = tried = False
    try:
        account = message.account
        if account is None or (against := _is_against(message, account)):
            settled = _refuse(message, against if account else "disconnected", "", now)
            return False
        sent = stands_already(message, account) if message.unsure else None
        if sent is None:
            bring_pictures(message, account, lease=LEASE)
            if not _about_to_try(message, claim):
                settled = True  # it took so long that another worker has it in hand
                return False
            tried = True
            sent = go(message, account)
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


def _is_against(message: Message, account: ConnectedAccount) -> str:
    """What changed since the button was pressed and keeps it from going, as a code."""
    if account.removed_at or not account.token:
        return "disconnected"
    if not ConnectedAccount.objects.spoken_for_by(message.colleague).filter(pk=account.pk).exists():
        return "not-yours"
    try:
        check_brand(message)
    except NeedsReview:
        return "brand-now"  # pressed as one's own words, that nobody looked at and nobody signed
    if message.after is not None and not message.after.stands:
        return "part-before"
    if message.answers is None and not message.piece:
        return "gone"  # what it answers was erased: nobody knows any more for whom it was
    return "quoted-gone" if message.quoted and message.quotes is None else ""


def _about_to_try(message: Message, claim: str) -> bool:
    """From here on nobody can be sure that the message is not out."""
    message.native = {**message.native, "tried_media": media_of(message)}
    message.unsure, message.tried_text = True, message.text
    columns = {"unsure": True, "tried_text": message.text, "native": message.native}
    return bool(Message.objects.filter(pk=message.pk, claim=claim).update(**columns))


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
            go_on_after(message, now)
    return True


def _own_post(
    message: Message, account: ConnectedAccount, sent: Sent, text: str, now: datetime
) -> None:
    """Our message as a post among the others, so that the conversation shows it at once. When it
    is collected later it has the same uid, so it is not there twice. It counts as seen through the
    account it went out by, so that its writer sees it whoever it is for."""
    answered, before = message.answers, message.after
    above = answered.uid if answered else before.uid if before else ""
    if not answered:
        text = words_of(message, text, account)
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
            "warning": message.warning[:500] if room_of(account).warning_hides else "",
            "reply_to": above,
            "root": _root(account.network, above),
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


def _root(network: str, above: str) -> str:
    """Where the thread of what stands below `above` begins."""
    if not above:
        return ""
    roots = Post.objects.filter(network=network, uid=above).values_list("root", flat=True)
    return roots.first() or above


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
            stop_rest(message, "part-before")
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
