"""Keys with which other programs make drafts for a colleague. With a key nothing can be sent."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague, hash_of, new_token, works_here
from merkwerk.writing.models import Key

MOST = 20
BEGINS = "mw_"
"""So that whoever finds one in a file sees what it is."""


def make_key(
    *, by: Colleague, name: str, may_draft: bool = True, may_register: bool = True
) -> tuple[Key, str]:
    """A new key and its secret, which is told this once: only its SHA-256 is kept. Raises
    ValidationError when the colleague has twenty already."""
    if Key.objects.visible_to(by).count() >= MOST:
        raise ValidationError(_("You have twenty keys. Remove one that you don't use any more."))
    secret = BEGINS + new_token()
    made = Key.objects.create(
        colleague=by,
        name=name[:80],
        mark=hash_of(secret),
        may_draft=may_draft,
        may_register=may_register,
    )
    return made, secret


def remove_key(*, key: Key, by: Colleague, now: datetime) -> None:
    """From the next call on it opens nothing."""
    Key.objects.visible_to(by).filter(pk=key.pk).update(removed_at=now)


def key_of(secret: str, *, today: date) -> Key | None:
    """The key behind a secret, with its colleague; None when it is none, was removed, or its
    colleague left. Notes the day on which it was used, nothing more."""
    if not secret.startswith(BEGINS) or len(secret) > 100:
        return None
    here = Key.objects.filter(works_here("colleague"), mark=hash_of(secret), removed_at=None)
    found = here.select_related("colleague").first()
    if found is not None and found.used_on != today:
        Key.objects.filter(pk=found.pk).update(used_on=today)
    return found
