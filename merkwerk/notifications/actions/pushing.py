"""Sentences go out to devices: claimed one by one, sent outside any transaction.

A push service has no way to ask whether a message has arrived. When a worker dies between sending
and writing that down it is sent once more; its topic and tag make the device show one."""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from merkwerk.connectors import push
from merkwerk.connectors.errors import (
    BadAddress,
    ConnectorError,
    Gone,
    NotFound,
    PrivateAddress,
)
from merkwerk.lib.outgoing import http
from merkwerk.notifications.actions.devices import sender
from merkwerk.notifications.actions.telling import tell
from merkwerk.notifications.models import Push, PushDevice, PushWishes

AT_ONCE = 200
CLAIM = timedelta(minutes=5)
LASTS = timedelta(hours=6)
"""Later than this nobody needs a phone that buzzes; Today still has it."""
KEPT = timedelta(days=7)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
PATIENCE = 10
"""So many refusals for good in a row, and a device is taken for gone."""
GONE = (NotFound, Gone, PrivateAddress, BadAddress, push.NotABrowser)
State = Push.State


def push_due(*, now: datetime) -> int:
    """Sends what waits, at most 200 sentences, and says how many went out.

    Never call it inside a transaction: it waits for the network. Two at once share the work. A
    device that its push service doesn't know any more is removed, and its owner told; a service
    that is away or has too much is asked again later, for six hours at most. What falls into
    quiet hours meanwhile is dropped."""
    _tidy(now)
    due = Push.objects.due(now).order_by("next_try", "pk").values_list("pk", flat=True)
    return sum(_send(row, now) for pk in due[:AT_ONCE] if (row := _claim(pk, now)))


def _tidy(now: datetime) -> None:
    """Claims of dead workers are freed, what is too old is let go, leavers' devices too."""
    rows = Push.objects
    rows.filter(state=State.SENDING, next_try__lte=now).update(state=State.WAITING)
    old = rows.filter(state=State.WAITING, created__lte=now - LASTS)
    old.update(state=State.REFUSED, error="too-old", words="")
    rows.filter(state__in=[State.SENT, State.REFUSED], created__lte=now - KEPT).delete()
    PushDevice.objects.exclude(colleague__left_at=None).delete()


def _claim(pk: int, now: datetime) -> Push | None:
    """One UPDATE with its condition: of two workers one gets it."""
    free = Push.objects.due(now).filter(pk=pk)
    if not free.update(state=State.SENDING, tries=F("tries") + 1, next_try=now + CLAIM):
        return None
    return Push.objects.select_related("device__colleague").filter(pk=pk).first()


def _send(row: Push, now: datetime) -> bool:
    device = row.device
    if not row.waits_for_nothing and not _wished(device, now):
        _end(row, State.REFUSED, "quiet", now)
        return False
    try:
        browser = push.browser(device.endpoint, device.p256dh, device.auth)
        left = row.created + LASTS - now
        push.push(
            http(), browser, row.words.encode(),
            sender=sender(), ttl=left, topic=topic(row.key), now=now,
        )  # fmt: skip
    except ConnectorError as trouble:
        _failed(row, trouble, now)
        return False
    _end(row, State.SENT, "", now)
    PushDevice.objects.filter(pk=device.pk).update(last_sent=now, failures=0)
    return True


def _wished(device: PushDevice, now: datetime) -> bool:
    wishes = PushWishes.objects.filter(colleague=device.colleague).first()
    if wishes is None or not device.colleague.is_here:
        return False
    wishes.colleague = device.colleague
    return not wishes.is_quiet(now)


def topic(key: str) -> str:
    """The name by which a push service replaces a message with its repeat: 32 signs of base64url,
    which give nothing of the key away."""
    found = hashlib.sha256(f"{settings.SECRET_KEY}:{key}".encode()).digest()
    return base64.urlsafe_b64encode(found).decode()[:32]


def _failed(row: Push, trouble: ConnectorError, now: datetime) -> None:
    if isinstance(trouble, GONE):
        _let_go(row.device)
    elif trouble.lasting:
        _end(row, State.REFUSED, trouble.code, now)
        PushDevice.objects.filter(pk=row.device_id).update(failures=F("failures") + 1)
        if row.device.failures + 1 >= PATIENCE:
            _let_go(row.device)
    else:
        _later(row, trouble, now)


def _let_go(device: PushDevice) -> None:
    """Removes a device that can't be reached, and says so on the page of notices."""
    tell(
        colleague=device.colleague,
        kind="device_gone",
        key=f"device:{device.pk}",
        facts={"device": device.name},
        link="/notices/phone/",
    )
    device.delete()


def _later(row: Push, trouble: ConnectorError, now: datetime) -> None:
    own = min(FIRST_WAIT * 2.0 ** (row.tries - 1), LONGEST_WAIT)
    asked = timedelta(seconds=trouble.wait or 0)
    spread = timedelta(seconds=secrets.randbelow(10))
    row.state, row.error, row.next_try = State.WAITING, trouble.code, now + max(own, asked) + spread
    row.save(update_fields=["state", "error", "next_try"])


def _end(row: Push, state: Push.State, error: str, now: datetime) -> None:
    row.state, row.error, row.words = state, error, ""
    row.sent_at = now if state == State.SENT else None
    row.save(update_fields=["state", "error", "words", "sent_at"])
