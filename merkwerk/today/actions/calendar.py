"""Upkeep in a colleague's own calendar: a secret address that calendar programs ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague, hash_of, new_token, works_here
from merkwerk.connectors.exports.calendars import Entry, write
from merkwerk.engine.warmth import Stage
from merkwerk.relationships.models import Relationship, Relationships
from merkwerk.today.models import CalendarAddress

AHEAD = timedelta(days=60)
OVERDUE = 3
"""So many of those that are overdue stand on today: who matters most, not a reproach."""
MOST = 300
EPOCH = date(2020, 1, 1)
HOUR = timedelta(hours=1)


def make_address(*, by: Colleague, now: datetime) -> str:
    """A new secret address for one's own calendar, told this once; the one before ends."""
    secret = new_token()
    CalendarAddress.objects.update_or_create(
        colleague=by, defaults={"secret_hash": hash_of(secret), "made": now, "read_at": None}
    )
    return secret


def stop_address(*, by: Colleague) -> None:
    """From now on the address leads nowhere."""
    CalendarAddress.objects.filter(colleague=by).delete()


def calendar_of(*, secret: str, now: datetime) -> bytes | None:
    """The calendar behind a secret address, as iCalendar: all-day entries, the next sixty days. A
    name, a day and a link to the page that asks who you are; never a note. None for an address that
    is none, was ended, or was that of somebody who left. On one day the same bytes, unless
    something changed."""
    found = CalendarAddress.objects.filter(works_here("colleague"), secret_hash=hash_of(secret))
    address = found.select_related("colleague").first()
    if address is None:
        return None
    if address.read_at is None or address.read_at < now - HOUR:
        CalendarAddress.objects.filter(pk=address.pk).update(read_at=now)
    colleague = address.colleague
    zone = ZoneInfo(colleague.time_zone)
    today = now.astimezone(zone).date()
    with translation.override(colleague.language):
        entries = list(_entries(colleague, today, now))
        begun = datetime.combine(today, time.min, zone)
        return write(entries, name=_("Upkeep"), now=begun)


def _entries(colleague: Colleague, today: date, now: datetime) -> Iterator[Entry]:
    own = Relationship.objects.visible_to(colleague).awake(now).select_related("contact")
    lean: Relationships = own.only("due_on", "warmth", "stage", "contact__name")
    existing = Case(
        When(stage__in=[Stage.CONVERSED.value, Stage.MET.value], then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    late = lean.filter(due_on__lt=today).order_by(existing, "-warmth", "pk")[:OVERDUE]
    ahead = lean.filter(due_on__gte=today, due_on__lte=today + AHEAD)
    for relationship in [*late, *ahead.order_by("due_on", "pk")[:MOST]]:
        begins = max(relationship.due_on or today, today)
        where = reverse("relationships:person", args=[relationship.pk])
        name = relationship.contact.name
        yield Entry(
            uid=f"{_mark(relationship)}@merkwerk",
            begins=begins,
            title=_("Get in touch with %(name)s") % {"name": name},
            url=settings.SITE_URL + where,
            sequence=(begins - EPOCH).days,
        )


def _mark(relationship: Relationship) -> str:
    """The same for ever, and tells nobody a number of ours."""
    return salted_hmac("today.calendar", str(relationship.pk), algorithm="sha256").hexdigest()[:32]
