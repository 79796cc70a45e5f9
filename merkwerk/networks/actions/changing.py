"""What stands there, changed or taken away by its writer: a wish that the worker fulfils."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.html import linebreaks, urlize

from merkwerk.accounts.models import Colleague
from merkwerk.connectors import content
from merkwerk.connectors.bluesky import writing as bluesky
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
from merkwerk.connectors.mastodon import writing as mastodon
from merkwerk.connectors.values import Network, Sent
from merkwerk.engine.text import without_tricks
from merkwerk.networks import tasks
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.answering import full_text, measured
from merkwerk.networks.actions.brands import brand_of
from merkwerk.networks.actions.leaving import empty
from merkwerk.networks.actions.own_words import measured_part, words_of
from merkwerk.networks.actions.refusing import account_refused, wish_refused
from merkwerk.networks.actions.saying import MOST, Unsayable, said_through_another
from merkwerk.networks.models import ConnectedAccount, Message, Post

LEASE, GIVES_UP = timedelta(minutes=3), timedelta(hours=24)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
FINAL = (Rejected, Forbidden, NotFound, Gone, TokenRefused, PrivateAddress, BadAddress)
State, Wish = Message.State, Message.Wish
FREE: dict[str, Any] = {
    "claim": "", "claimed_until": None, "next_try": None, "error": "", "error_detail": "",
}  # fmt: skip


def can_change(message: Message) -> bool:
    """Whether its network lets its words be changed now that they stand there. Bluesky doesn't: its
    readers would go on to see the first version; and a brand's words were looked at as they are.
    There it can be taken away, and told anew."""
    there = message.state == State.SENT and message.network == Network.MASTODON
    if message.account is not None and brand_of(message.account) is not None:
        return False
    return there and _is_connected(message) and message.wish != Wish.TAKE_AWAY


def can_take_away(message: Message) -> bool:
    """Whether it can be taken away from here; what was said elsewhere only with that tool."""
    return message.state == State.SENT and _is_connected(message)


def _is_connected(message: Message) -> bool:
    account = message.account
    return account is not None and account.removed_at is None


def change(
    *,
    message: Message,
    by: Colleague,
    text: str,
    warning: str | None = None,
    now: datetime | None = None,
) -> Message:
    """Asks to write what stands there anew; its pictures stay as they are. Asked again while that
    is under way, the newest words count. Raises PermissionError for somebody else's message,
    ValueError where it can't be changed (`can_change`), Unsayable for words that don't fit."""
    if message.colleague_id != by.pk:
        raise PermissionError("only its writer changes a message")
    account = message.account
    if account is None or not can_change(message):
        raise ValueError("this can't be changed where it stands")
    text = without_tricks(text).strip()
    kept = message.warning if warning is None else " ".join(without_tricks(warning).split())
    if not text and not message.pictures:
        raise Unsayable("empty", message.place)
    if message.answers is not None:
        length = measured(text, account=account, post=message.answers)
    else:
        length = measured_part(
            text, account=account, warning=kept, quotes=message.quotes, place=message.place
        )
    if not length.fits or len(text) > MOST:
        raise Unsayable("too-long", message.place)
    if (text, kept) == (message.text, message.warning) and not message.is_being_changed:
        return message
    now = now or timezone.now()
    if message.answers is None and said_through_another(by, account, [text], now):
        raise Unsayable("said-through-another", message.place)
    wished = {"wish": Wish.CHANGE, "wished_text": text, "wished_warning": kept}
    return _wish(message, wished, now)


def take_away(
    *, message: Message, by: Colleague, whole: bool = False, now: datetime | None = None
) -> list[Message]:
    """Asks to take away what stands there; with `whole` every part of its thread. Safe to repeat.
    Raises PermissionError for somebody else's message, ValueError where it can't be done from here
    (`can_take_away`): then its writer does it with the tool it was said with."""
    if message.colleague_id != by.pk:
        raise PermissionError("only its writer takes a message away")
    if not can_take_away(message):
        raise ValueError("this can't be taken away from here")
    rows = [message]
    if whole and message.piece:
        same = Message.objects.visible_to(by).filter(account=message.account, state=State.SENT)
        rows = list(same.of_piece(message.piece).select_related("account"))
    now = now or timezone.now()
    wished = {"wish": Wish.TAKE_AWAY, "wished_text": "", "wished_warning": ""}
    with transaction.atomic():
        return [_wish(one, wished, now) for one in reversed(rows)][::-1]


def _wish(message: Message, wished: dict[str, Any], now: datetime) -> Message:
    """A worker that is busy with an earlier wish finds that its claim is gone, and writes down
    nothing; this one is carried out after it."""
    with transaction.atomic():
        there = Message.objects.filter(pk=message.pk, state=State.SENT)
        if wished["wish"] == Wish.CHANGE:
            there = there.exclude(wish=Wish.TAKE_AWAY, next_try__isnull=False)
        fresh = {**FREE, **wished, "wished_at": now, "next_try": now, "tries": 0}
        if there.update(**fresh, changed=now):
            tasks.fulfil.enqueue(message.pk)
    message.refresh_from_db()
    return message


def fulfil(*, message_id: int, now: datetime | None = None) -> bool:
    """Changes one message, or takes it away, if that is due and nobody else does it; True when it
    is done. Done twice it is the same, so a killed worker's wish is simply tried again. A clear no
    stays on the message with its reason, and what stands there stays; an unreachable server is
    tried again for a day."""
    now = now or timezone.now()
    claim = secrets.token_hex(16)
    due = Message.objects.wished(now).filter(pk=message_id).order_by()
    if not due.update(claim=claim, claimed_until=now + LEASE, tries=F("tries") + 1):
        return False
    near = ("account__identity", "answers__identity", "quotes", "colleague")
    message = Message.objects.select_related(*near).get(pk=message_id)
    account = message.account
    if account is None or account.removed_at or not account.token:
        return _not_done(message, "disconnected", "", now)
    mine = ConnectedAccount.objects.spoken_for_by(message.colleague).filter(pk=account.pk)
    if not mine.exists():
        return _not_done(message, "not-yours", "", now)
    try:
        if message.wish == Wish.TAKE_AWAY:
            _delete(message, account)
            return _is_gone(message, now)
        sent = _rewrite(message, account)
    except ConnectorError as trouble:
        return _went_wrong(message, account, trouble, now)
    return _is_changed(message, account, sent, now)


def _delete(message: Message, account: ConnectedAccount) -> None:
    if account.network == Network.BLUESKY:
        with way_out.bluesky_auth(account) as auth:
            bluesky.delete(way_out.http(), auth=auth, uri=message.uid)
        return
    token = way_out.mastodon_token(account)
    number = str(message.native.get("id", ""))
    mastodon.delete(way_out.http(), server=account.server, token=token, id=number)


def _rewrite(message: Message, account: ConnectedAccount) -> Sent:
    text = _whole(message, message.wished_text, account)
    kept = [one for one in str(message.native.get("media", "")).split(",") if one]
    return mastodon.change(
        way_out.http(), server=account.server, token=way_out.mastodon_token(account),
        id=str(message.native.get("id", "")), text=text, warning=message.wished_warning,
        language=message.language, media=kept,
    )  # fmt: skip


def _whole(message: Message, text: str, account: ConnectedAccount) -> str:
    if message.answers is not None:
        return full_text(text, account=account, post=message.answers)
    return words_of(message, text, account)


def _mine(message: Message) -> Any:
    return Message.objects.filter(
        pk=message.pk, claim=message.claim, state=State.SENT, wish=message.wish
    )


def _is_gone(message: Message, now: datetime) -> bool:
    columns = {**FREE, "state": State.TAKEN_AWAY, "taken_away_at": now, "wish": "", "changed": now}
    with transaction.atomic():
        if not _mine(message).update(**columns):
            return False
        empty(Post.objects.filter(network=message.network, uid=message.uid), now)
    return True


def _is_changed(message: Message, account: ConnectedAccount, sent: Sent, now: datetime) -> bool:
    columns = {
        **FREE, "wish": "", "text": message.wished_text, "warning": message.wished_warning,
        "wished_text": "", "wished_warning": "", "edited_at": now, "changed": now,
    }  # fmt: skip
    text = message.wished_text
    if message.answers is None:
        text = words_of(message, text, account)
    with transaction.atomic():
        if not _mine(message).update(**columns):
            return False
        own = Post.objects.filter(network=message.network, uid=message.uid, deleted_at=None)
        own.update(
            text=text, warning=message.wished_warning[:500], edited=now,
            html=content.clean(linebreaks(urlize(text, nofollow=True, autoescape=True))),
        )  # fmt: skip
    return True


def _went_wrong(
    message: Message, account: ConnectedAccount, trouble: ConnectorError, now: datetime
) -> bool:
    if isinstance(trouble, TokenRefused):
        account_refused(account, now=now)
    if isinstance(trouble, FINAL):
        return _not_done(message, trouble.code, trouble.detail, now)
    if now - (message.wished_at or now) > GIVES_UP:
        return _not_done(message, "gave-up", trouble.detail, now)
    step = min(FIRST_WAIT * 2.0 ** min(max(message.tries - 1, 0), 12), LONGEST_WAIT)
    wait = min(max(step, timedelta(seconds=trouble.wait or 0)), GIVES_UP)
    told = {**FREE, "error": trouble.code, "error_detail": trouble.detail, "next_try": now + wait}
    _mine(message).update(**told)
    return False


def _not_done(message: Message, code: str, detail: str, now: datetime) -> bool:
    with transaction.atomic():
        if _mine(message).update(**{**FREE, "error": code, "error_detail": detail[:300]}):
            wish_refused(message, code=code)
    return False
