"""Moments by mail: a colleague's own address, and what arrives there."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.conf import settings

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.exports.values import Event, Reach, Way
from merkwerk.connectors.http import Http
from merkwerk.connectors.mail import moments
from merkwerk.connectors.mail.moments import Means, Noted
from merkwerk.lib.postbox import look_into, new_word, own_address
from merkwerk.relationships.actions.eventing import note_events
from merkwerk.relationships.actions.jotting import jot
from merkwerk.relationships.actions.marks import mark
from merkwerk.relationships.models import MomentAddress, MomentBox


def is_offered() -> bool:
    """Whether this installation has a mailbox for moments."""
    return bool(settings.MOMENTS_BOX and settings.MOMENTS_ADDRESS)


def moment_address(colleague: Colleague) -> str:
    """The whole address, or "" when the colleague has none."""
    row = MomentAddress.objects.filter(colleague=colleague).first()
    return own_address(settings.MOMENTS_ADDRESS, row.token) if row and is_offered() else ""


def make_moment_address(*, by: Colleague) -> str:
    """A new secret address; the one there was notes nothing any more."""
    token = new_word()
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
    if not is_offered():
        return 0
    return look_into(
        MomentBox,
        place=settings.MOMENTS_BOX,
        read=partial(moments.read, address=settings.MOMENTS_ADDRESS.lower()),
        take_in=lambda noted: take_in(noted=noted, now=now),
        now=now,
        way=way,
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
