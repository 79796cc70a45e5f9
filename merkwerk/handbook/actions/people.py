"""Who tells how they do it themselves, and who answers questions: only who wants to."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.engine.text import without_tricks
from merkwerk.handbook.actions.editing import as_editor
from merkwerk.handbook.models import Answerer, Stand
from merkwerk.notifications.actions import tell
from merkwerk.notifications.models import Notice

LEADERS = (Role.BOARD_MEMBER, Role.SOCIAL_LEAD)
STAND, ANSWERING = "handbook:stand", "handbook:answering"


def may_stand(colleague: Colleague) -> bool:
    """Whether somebody may tell how they do it: who leads, and who was invited."""
    if not colleague.roles.isdisjoint(LEADERS):
        return True
    return Stand.objects.filter(colleague=colleague).exists()


def tell_stand(*, by: Colleague, words: str, now: datetime | None = None) -> Stand:
    """Tells, in the handbook and at once, how `by` does it. There is no way to tell it for somebody
    else. Refuses (PermissionDenied) who neither leads nor was invited."""
    if not may_stand(by):
        raise PermissionDenied
    stand, _made = Stand.objects.update_or_create(
        colleague=by,
        defaults={"words": without_tricks(words).strip(), "changed": now or timezone.now()},
    )
    return stand


def remove_stand(*, by: Colleague) -> None:
    """Takes back what `by` told, or declines an invitation; nothing of it stays."""
    with transaction.atomic():
        Stand.objects.filter(colleague=by).delete()
        Notice.objects.filter(colleague=by, key=STAND).delete()


def invite_stand(*, colleague: Colleague, by: Colleague, now: datetime | None = None) -> None:
    """Invites a colleague to tell how they do it; whether they do is theirs, and who was invited is
    listed nowhere. A second time changes nothing."""
    as_editor(by)
    with transaction.atomic():
        Stand.objects.get_or_create(
            colleague=colleague, defaults={"changed": now or timezone.now()}
        )
        _ask(colleague, by, STAND)


def answerers(*, apart_from: Colleague | None = None) -> QuerySet[Colleague]:
    """Who answers questions now, the longest first; without the one who asks."""
    willing = Colleague.objects.here().filter(handbook_answerer__willing__isnull=False)
    found = willing.order_by("handbook_answerer__willing", "pk")
    return found if apart_from is None else found.exclude(pk=apart_from.pk)


def names_of_answerers(*, apart_from: Colleague | None = None) -> list[str]:
    """Their names, to say who answers."""
    return [one.name for one in answerers(apart_from=apart_from)]


def ask_answerer(*, colleague: Colleague, by: Colleague) -> None:
    """Asks a colleague to answer questions; they begin only when they say yes."""
    as_editor(by)
    with transaction.atomic():
        Answerer.objects.get_or_create(colleague=colleague)
        _ask(colleague, by, ANSWERING)


def is_willing(*, by: Colleague, now: datetime | None = None) -> None:
    """Yes, I answer questions. Refuses (Answerer.DoesNotExist) who wasn't asked."""
    answerer = Answerer.objects.get(colleague=by)
    if answerer.willing is None:
        answerer.willing = now or timezone.now()
        answerer.save(update_fields=["willing"])


def step_down(*, by: Colleague) -> None:
    """No, or no longer. From now on they see no question of others any more."""
    with transaction.atomic():
        Answerer.objects.filter(colleague=by).delete()
        Notice.objects.filter(colleague=by, key=ANSWERING).delete()


def release_answerer(*, answerer: Answerer, by: Colleague) -> None:
    """Whoever looks after the handbook thanks somebody who answered."""
    as_editor(by)
    step_down(by=answerer.colleague)


def _ask(colleague: Colleague, by: Colleague, page: str) -> None:
    if colleague != by:
        kind = "handbook_stand" if page == STAND else "handbook_answering"
        tell(colleague=colleague, kind=kind, key=page, facts={"by": by.name}, link=reverse(page))
