"""Asking somebody: a link of their own, by mail when there is an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague, Organisation, hash_of, new_token
from merkwerk.lib.limits import wait_for
from merkwerk.notifications import actions as notifications
from merkwerk.photos.actions.consent.marking import StandsFast, keeps
from merkwerk.photos.actions.consent.proof import note
from merkwerk.photos.models import ConsentEvent, ConsentLink, Person

LETTERS_A_DAY = 5
DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """A link that was just made. Its address is known now and never again; `mailed` when a letter
    with it lies ready for the post."""

    link: ConsentLink
    address: str
    mailed: bool


def ask(
    *, person: Person, by: Colleague, by_mail: bool = False, now: datetime | None = None
) -> Asked:
    """Makes a link for somebody, to be passed on, and leaves a letter for the post when `by_mail`
    and they have an address (at most five a day for one person). Earlier links keep working. A
    colleague gets a notice too. Raises PermissionError for who doesn't look after the photo,
    StandsFast for whoever needs not be asked or was taken off."""
    if not keeps(person.photo, by):
        raise PermissionError("its bringer and editors ask")
    now = now or timezone.now()
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        if held.removed_at or held.erased_at or held.state == Person.State.NOT_NEEDED:
            raise StandsFast("nobody to ask")
        if held.state == Person.State.NEW:
            held.state = Person.State.ASKED
            held.save(update_fields=["state"])
        what = ConsentEvent.What.ASKED
        note(held, what, way=ConsentEvent.Way.COLLEAGUE, by=by, places=held.asks_for, now=now)
        asked = new_link(held, by=by, now=now)
        if held.colleague_id:
            _tell_colleague(held, by, asked.link.pk)
        mailed = by_mail and bool(held.email) and mail_link(held, asked, "ask")
    return Asked(asked.link, asked.address, mailed)


def new_link(person: Person, *, by: Colleague | None, now: datetime) -> Asked:
    """A link for somebody, without a letter. It leads to the site's own name: the workspace may be
    where nobody outside comes."""
    token = new_token()
    link = ConsentLink.objects.create(
        person=person, token_hash=hash_of(token), made_by=by, made_at=now
    )
    site = settings.SITE_ADDRESS or settings.SITE_URL
    return Asked(link, site + reverse("consent:page", args=[token]), False)


def own_link(*, person: Person, by: Colleague, now: datetime | None = None) -> str:
    """The path of a new link for a colleague who is in a photo themself. Raises PermissionError
    for anybody else."""
    if person.colleague_id != by.pk:
        raise PermissionError("only for who is in the photo")
    token = new_token()
    ConsentLink.objects.create(
        person=person, token_hash=hash_of(token), made_by=by, made_at=now or timezone.now()
    )
    return reverse("consent:page", args=[token])


def stop_links(*, person: Person, by: Colleague, now: datetime | None = None) -> int:
    """Earlier links stop working, since they came into wrong hands; a new one can be made."""
    if not keeps(person.photo, by):
        raise PermissionError("its bringer and editors stop links")
    return person.links.filter(stopped_at=None).update(stopped_at=now or timezone.now())


def tell_answered(person: Person, email: str, *, now: datetime) -> bool:
    """Writes to the address that was known before what was answered just now, so that nobody
    answers for somebody else in silence; the link in it takes the answer back."""
    return mail_link(person, new_link(person, by=None, now=now), "answered", to=email)


def mail_link(person: Person, asked: Asked, why: str, *, to: str = "") -> bool:
    """Leaves a letter with this link, in their language; `why` is ask, answered, soon-over, grown
    or left; `to` is another address than theirs now. False when they had enough letters today."""
    if wait_for("consent-letter", person.pk, most=LETTERS_A_DAY, seconds=DAY):
        return False
    with translation.override(person.language):
        words = {
            "person": person,
            "by": person.marked_by,
            "organisation": Organisation.objects.get(),
            "link": asked.address,
            "why": why,
        }
        send_mail(
            _("Your answer about a photo")
            if why == "answered"
            else _("May this photo of you be used?"),
            render_to_string("photos/consent/letter.txt", words),
            None,
            [to or person.email],
        )
    ConsentLink.objects.filter(pk=asked.link.pk).update(mailed=True)
    return True


def _tell_colleague(person: Person, by: Colleague, number: int) -> None:
    if person.colleague is not None and person.colleague_id != by.pk:
        notifications.tell(
            colleague=person.colleague,
            kind="consent_asked",
            key=f"consent:{person.pk}:{number}",
            facts={"by": by.name},
            link=reverse("photos:my_consents"),
        )


def person_of(token: str) -> Person | None:
    """Who answers by this link; None for a link that leads nowhere."""
    link = ConsentLink.objects.of_token(token).select_related("person__photo").first()
    return link.person if link else None
