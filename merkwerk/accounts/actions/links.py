"""Sign-in links: a way in that works once, for the first day and for a lost key."""

from __future__ import annotations

from datetime import datetime

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague, SignInLink, hash_of, new_token


def sign_in_link(
    *, colleague: Colleague, by: Colleague | None = None, now: datetime | None = None
) -> str:
    """The path of a new link that signs `colleague` in, once, within 24 hours.

    Earlier links of this colleague stop working. The link passes the second step too, since it is
    made for who lost everything; therefore, when somebody else made it (`by`), the colleague is
    told so by letter. Refuses (ValueError) somebody who left.
    """
    if not colleague.is_active or colleague.left_at:
        raise ValueError("Somebody who left can't be signed in.")
    secret = new_token()
    with transaction.atomic():
        colleague.sign_in_links.filter(used_at=None).update(used_at=now or timezone.now())
        colleague.sign_in_links.create(secret_hash=hash_of(secret))
        if by and by != colleague:
            _tell(colleague, by)
    return reverse("accounts:sign_in_link", args=[secret])


def _tell(colleague: Colleague, by: Colleague) -> None:
    with translation.override(colleague.language):
        send_mail(
            _("A sign-in link was made for you"),
            render_to_string(
                "accounts/letters/sign_in_link.txt", {"colleague": colleague, "by": by}
            ),
            None,
            [colleague.email],
        )


def find_sign_in_link(*, secret: str, now: datetime | None = None) -> SignInLink | None:
    """The link behind this secret while it works. Looking doesn't use it up."""
    return (
        SignInLink.objects.open(now or timezone.now())
        .filter(secret_hash=hash_of(secret))
        .select_related("colleague")
        .first()
    )


def use_sign_in_link(*, secret: str, now: datetime | None = None) -> Colleague | None:
    """Uses the link up and gives whom it signs in; None when it doesn't work (any more). Of two
    presses at the same moment one gets the colleague."""
    moment = now or timezone.now()
    link = find_sign_in_link(secret=secret, now=moment)
    if not link:
        return None
    won = SignInLink.objects.open(moment).filter(pk=link.pk).update(used_at=moment)
    return link.colleague if won else None
