"""While somebody works here: own settings, roles, leaving and coming back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Duty, Role, works_here


class LastAdministrator(Exception):
    """Somebody must be able to run this Merkwerk: make somebody else administrator first."""


def keep_settings(*, colleague: Colleague, name: str, language: str, time_zone: str) -> Colleague:
    """Keeps what a colleague says about themselves; it shows on the very next page."""
    colleague.name, colleague.language, colleague.time_zone = name, language, time_zone
    colleague.save(update_fields=["name", "language", "time_zone"])
    return colleague


def speak(*, colleague: Colleague, language: str) -> None:
    """From the next page on Merkwerk speaks this language (a code of the setting LANGUAGES) with
    `colleague`."""
    Colleague.objects.filter(pk=colleague.pk).update(language=language)


def give_roles(*, colleague: Colleague, roles: Collection[str], by: Colleague) -> None:
    """From now on `colleague` holds exactly these roles (COLLEAGUE needs no row: everybody is).

    Raises LastAdministrator, and changes nothing, when nobody would be administrator after it.
    """
    wanted = {role for role in roles if role != Role.COLLEAGUE}
    with transaction.atomic():
        if Role.ADMINISTRATOR not in wanted:
            _keep_an_administrator(without=colleague)
        colleague.duties.exclude(role__in=wanted).delete()
        fresh = [Duty(colleague=colleague, role=role) for role in sorted(wanted)]
        Duty.objects.bulk_create(fresh, ignore_conflicts=True)
    vars(colleague).pop("roles", None)


def leave(*, colleague: Colleague, by: Colleague, now: datetime | None = None) -> None:
    """Somebody leaves: every session ends at once, nothing lets them in any more.

    Their work stays until it is taken along; rooms that hold keys of theirs (connected accounts)
    let go when they see `left_at`. Pressing twice is harmless. Raises LastAdministrator.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        _keep_an_administrator(without=colleague)
        changed = Colleague.objects.filter(pk=colleague.pk, left_at=None)
        changed.update(is_active=False, left_at=moment)
        colleague.sign_in_links.filter(used_at=None).update(used_at=moment)
        for session in UserSession.objects.filter(user=colleague):
            session.end()
    colleague.refresh_from_db()


def welcome_back(*, colleague: Colleague, by: Colleague) -> None:
    """Lets somebody in again who had left, as they were, with the roles they had."""
    Colleague.objects.filter(pk=colleague.pk).update(is_active=True, left_at=None)
    colleague.refresh_from_db()


def _keep_an_administrator(*, without: Colleague) -> None:
    """Locks the rows of all administrators, so that two of them can't leave at the same moment."""
    held = Duty.objects.select_for_update().filter(works_here("colleague"), role=Role.ADMINISTRATOR)
    holders = set(held.values_list("colleague", flat=True))
    if holders == {without.pk}:
        raise LastAdministrator
