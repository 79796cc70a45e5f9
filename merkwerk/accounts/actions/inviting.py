"""Invitations by link: made, shown once, sent by letter, accepted once, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from merkwerk.accounts.actions.beginning import make_account
from merkwerk.accounts.models import Colleague, Invitation, Organisation, hash_of, new_token


class NoLongerOpen(Exception):
    """This invitation was used, withdrawn, or is too old; or its address has an account now."""


@dataclass(frozen=True, slots=True)
class Invited:
    """`link` is the whole address; it can't be made again from what is stored."""

    invitation: Invitation
    link: str


def invite(
    *, by: Colleague, email: str, name: str, role: str, site: str, now: datetime | None = None
) -> Invited:
    """Makes an invitation and leaves its letter for the post, in one transaction.

    `site` is the address of this Merkwerk as `by` reached it ("https://merkwerk.example"). An
    earlier open invitation for the same address is withdrawn: only the newest link works.
    """
    secret, moment = new_token(), now or timezone.now()
    link = site.rstrip("/") + reverse("accounts:invitation", args=[secret])
    with transaction.atomic():
        Invitation.objects.open(moment).filter(email__iexact=email).update(withdrawn_at=moment)
        invitation = Invitation.objects.create(
            secret_hash=hash_of(secret),
            email=email.lower(),
            name=name,
            role=role,
            invited_by=by,
        )
        _write_letter(invitation, link)
    return Invited(invitation, link)


def _write_letter(invitation: Invitation, link: str) -> None:
    """In the language of the organisation: that of the reader isn't known yet."""
    organisation = Organisation.objects.get()
    with translation.override(organisation.language):
        words = {"invitation": invitation, "organisation": organisation, "link": link}
        send_mail(
            _("%(name)s invites you to Merkwerk") % {"name": invitation.invited_by.name},
            render_to_string("accounts/letters/invitation.txt", words),
            None,
            [invitation.email],
        )


def open_invitation(*, secret: str, now: datetime | None = None) -> Invitation | None:
    """The invitation behind this link while it can be accepted; None for any other link."""
    return Invitation.objects.open(now or timezone.now()).of_secret(secret).first()


def accept(
    *, secret: str, name: str, password: str, language: str, now: datetime | None = None
) -> Colleague:
    """Makes the account of the person invited, with the role of the invitation.

    Works once: a second press, or a press at the same moment, raises NoLongerOpen and changes
    nothing; so does an address that got an account in another way.
    """
    with transaction.atomic():
        still_open = Invitation.objects.open(now or timezone.now()).of_secret(secret)
        invitation = still_open.select_for_update().first()
        if not invitation or Colleague.objects.filter(email__iexact=invitation.email).exists():
            raise NoLongerOpen
        colleague = make_account(
            email=invitation.email,
            name=name,
            password=password,
            language=language,
            roles=(invitation.role,),
        )
        invitation.accepted_by = colleague
        invitation.save(update_fields=["accepted_by"])
    return colleague


def withdraw(invitation: Invitation, *, by: Colleague, now: datetime | None = None) -> None:
    """From now on the link opens nothing. An accepted invitation stays as it is; pressing twice
    is harmless. `by` must be an administrator, which the view sees to."""
    moment = now or timezone.now()
    Invitation.objects.open(moment).filter(pk=invitation.pk).update(withdrawn_at=moment)
