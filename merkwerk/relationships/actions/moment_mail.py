"""Moments by mail: a colleague's own address, and what arrives there."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.exports.values import Event, Reach, Way
from merkwerk.connectors.http import Http
from merkwerk.connectors.mail import moment_box
from merkwerk.connectors.mail.imap import Mailbox
from merkwerk.connectors.mail.moments import Means, Noted
from merkwerk.connectors.values import Bookmark
from merkwerk.lib.outgoing import http
from merkwerk.relationships.actions.eventing import note_events
from merkwerk.relationships.actions.jotting import jot
from merkwerk.relationships.actions.marks import mark
from merkwerk.relationships.models import MomentAddress, MomentBox

USUALLY, LEASE, LONGEST = timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=6)
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 16


def is_offered() -> bool:
    """Whether this installation has a mailbox for moments."""
    return bool(settings.MOMENTS_BOX and settings.MOMENTS_ADDRESS)


def moment_address(colleague: Colleague) -> str:
    """The whole address, or "" when the colleague has none."""
    row = MomentAddress.objects.filter(colleague=colleague).first()
    local, _, domain = settings.MOMENTS_ADDRESS.partition("@")
    return f"{local}+{row.token}@{domain}" if row and is_offered() else ""


def make_moment_address(*, by: Colleague) -> str:
    """A new secret address; the one there was notes nothing any more."""
    token = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    MomentAddress.objects.update_or_create(
        colleague=by, defaults={"token": token, "mark": _mark(token)}
    )
    return moment_address(by)


def drop_moment_address(*, by: Colleague) -> None:
    """The colleague has no such address any more."""
    MomentAddress.objects.filter(colleague=by).delete()


def _mark(token: str) -> str:
    return mark(colleague=0, way="moment-address", value=token)


def collect_moments(*, now: datetime, way: Http | None = None) -> int:
    """Reads what arrived in the mailbox for moments since the last look, and notes it for whom each
    letter names; letters with an unknown address note nothing. Trouble is kept on the row, for the
    health page. Answers how many letters noted something."""
    box = _claim(now)
    if box is None or not is_offered():
        return 0
    try:
        found = moment_box.collect(
            way or http(),
            mailbox(settings.MOMENTS_BOX),
            Bookmark(**box.bookmark),
            address=settings.MOMENTS_ADDRESS.lower(),
            now=now,
        )
    except ConnectorError as trouble:
        wait = min(USUALLY * 2 ** min(box.failures, 8), LONGEST)
        MomentBox.objects.filter(pk=box.pk).update(
            error=trouble.code, failures=box.failures + 1, checked=now, next_check=now + wait
        )
        return 0
    noted = sum(take_in(noted=one, now=now) for one in found.noted)
    MomentBox.objects.filter(pk=box.pk).update(
        bookmark=asdict(found.bookmark),
        error="",
        failures=0,
        checked=now,
        next_check=now if found.more else now + USUALLY,
    )
    return noted


@transaction.atomic
def _claim(now: datetime) -> MomentBox | None:
    box, _made = MomentBox.objects.get_or_create(pk=1, defaults={"next_check": now})
    due = MomentBox.objects.filter(pk=1, next_check__lte=now)
    return box if due.update(next_check=now + LEASE) else None


def mailbox(address: str) -> Mailbox:
    """The mailbox behind `imaps://user:password@host:port/folder`."""
    parts = urlsplit(address)
    tls = parts.scheme != "imap"
    return Mailbox(
        address=parts.hostname or "",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        port=parts.port or (993 if tls else 143),
        tls=tls,
        folder=unquote(parts.path.lstrip("/")) or "INBOX",
    )


def take_in(*, noted: Noted, now: datetime) -> bool:
    """Notes what one letter says, for the colleague whose address it came to. With nobody known it
    waits for the colleague to say with whom it was. False for an unknown or old address."""
    row = MomentAddress.objects.select_related("colleague").filter(mark=_mark(noted.token)).first()
    if row is None or not row.colleague.is_active or row.colleague.left_at:
        return False
    if noted.means is Means.SENTENCE:
        jot(by=row.colleague, sentence=noted.sentence, now=now, key=noted.message_id, at=noted.at)
        return True
    event = Event(
        key=noted.message_id,
        at=noted.at,
        kind="wrote",
        direction=noted.direction,
        channel="mail",
        people=tuple(Reach(Way.MAIL, one.mail) for one in noted.people),
        names=tuple(one.name for one in noted.people if one.name),
        subject=noted.subject,
        words=noted.words,
    )
    note_events(by=row.colleague, events=[event], now=now, stray=True)
    return True
