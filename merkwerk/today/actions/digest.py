"""Today by mail: at a colleague's own rhythm, never empty, and ended by one press."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague, works_here
from merkwerk.notifications import actions as notifications
from merkwerk.today import sentences
from merkwerk.today.actions.choosing import day
from merkwerk.today.models import DigestWish

SALT = "today.digest.stop"
HOURS = 3
"""A worker that was away catches up so long after the chosen hour; later the day is let be."""
Rhythm = DigestWish.Rhythm


def wish_of(colleague: Colleague) -> DigestWish:
    """How a colleague wants their day by mail; without a choice, an unsaved row that says never."""
    return DigestWish.objects.filter(colleague=colleague).first() or DigestWish(colleague=colleague)


def write_digests(*, now: datetime) -> int:
    """Writes a letter to every colleague whose hour it is and whose day holds something, and says
    how many. Each day of each colleague is looked at once, whoever does it how often. Nothing
    while no mail is set up: letters that pile up are no rhythm."""
    if not notifications.mail_is_set_up():
        return 0
    wishes = DigestWish.objects.exclude(rhythm=Rhythm.NEVER).filter(works_here("colleague"))
    return sum(_write(wish, now) for wish in wishes.select_related("colleague"))


def due_for(wish: DigestWish, now: datetime) -> date | None:
    """The day for which a letter is due at `now`, by the colleague's own clock; None when none
    is, or that day was looked at."""
    there = now.astimezone(ZoneInfo(wish.colleague.time_zone))
    today = there.date()
    if wish.sent_for == today or not wish.hour <= there.hour < wish.hour + HOURS:
        return None
    if wish.rhythm == Rhythm.WORKING:
        return today if there.weekday() < 5 else None
    return today if wish.rhythm == Rhythm.WEEKLY and there.weekday() == wish.weekday else None


def _write(wish: DigestWish, now: datetime) -> bool:
    today = due_for(wish, now)
    if today is None:
        return False
    colleague = wish.colleague
    with transaction.atomic():
        free = DigestWish.objects.filter(Q(sent_for=None) | ~Q(sent_for=today), pk=wish.pk)
        if not free.exclude(rhythm=Rhythm.NEVER).update(sent_for=today):
            return False
        zone = ZoneInfo(colleague.time_zone)
        with translation.override(colleague.language), timezone.override(zone):
            letter = _letter(colleague, now)
            if letter is not None:
                letter.send()
    return letter is not None


def _letter(colleague: Colleague, now: datetime) -> EmailMultiAlternatives | None:
    """In the language that is active. None when nobody needs the colleague."""
    shown = day(colleague=colleague, now=now).shown
    if not shown:
        return None
    home = settings.SITE_URL + reverse("today:day")
    stop = settings.SITE_URL + reverse("today:stop_digest", args=[stop_token(colleague)])
    words = {
        "greeting": sentences.greeting(now, colleague.first_name),
        "moments": [
            {
                "heading": sentences.heading(place),
                "why_you": sentences.why_you(place),
                "why_now": sentences.why_now(place),
                "link": f"{home}#moment-{place.occasion.pk}",
            }
            for place in shown
        ],
        "home": home,
        "stop": stop,
        "change": settings.SITE_URL + reverse("today:digest"),
        "language": colleague.language,
    }
    letter = EmailMultiAlternatives(
        subject=_("Your moments of today"),
        body=render_to_string("today/mail/digest.txt", words),
        to=[colleague.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    letter.attach_alternative(render_to_string("today/mail/digest.html", words), "text/html")
    return letter


def stop_token(colleague: Colleague) -> str:
    """What lets somebody end these letters, and nothing else; good as long as the key that signs
    is (RFC 8058 asks that it works without signing in)."""
    return signing.dumps(colleague.pk, salt=SALT)


def known_token(token: str) -> bool:
    """Whether it was made here. Raises nothing."""
    try:
        signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return False
    return True


def stop_by_link(*, token: str) -> bool:
    """Ends the letters of whom the link was made for. False for a link that isn't ours."""
    if not known_token(token):
        return False
    colleague: int = signing.loads(token, salt=SALT)
    DigestWish.objects.filter(colleague=colleague).update(rhythm=Rhythm.NEVER)
    return True
