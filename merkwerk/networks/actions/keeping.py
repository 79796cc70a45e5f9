"""What colleagues do with sources they have: pause, go on, look now, remove."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import KEEPERS, Colleague, Role
from merkwerk.networks import tasks
from merkwerk.networks.actions.looking import wake
from merkwerk.networks.models import Sighting, Source

NOT_SOONER = timedelta(minutes=1)
PIECE = 1000


def may_change(source: Source, colleague: Colleague) -> bool:
    """A shared source belongs to everybody who works here, guests aside; one's own to oneself."""
    if source.account is not None:
        return source.account.colleague_id == colleague.pk
    return Role.COLLEAGUE in colleague.roles


def may_remove(source: Source, colleague: Colleague) -> bool:
    """Who added it, the social lead and the administrator; one's own source always."""
    if source.account is not None:
        return source.account.colleague_id == colleague.pk
    return source.added_by_id == colleague.pk or bool(KEEPERS & colleague.roles)


def pause(*, source: Source, by: Colleague) -> bool:
    """Nobody looks at it until somebody says so. Refuses (False) who may not."""
    if not may_change(source, by):
        return False
    active = Source.objects.filter(pk=source.pk, state=Source.State.ACTIVE)
    active.update(state=Source.State.PAUSED)
    return True


def resume(*, source: Source, by: Colleague, now: datetime | None = None) -> bool:
    """Listen again, from now, errors forgotten. Refuses (False) who may not."""
    if not may_change(source, by):
        return False
    wake(source, now=now or timezone.now())
    return True


def look_now(*, source: Source, by: Colleague, now: datetime | None = None) -> bool:
    """Look at it now rather than later; at most once a minute, and the server's own wish to be
    left alone still counts. Refuses (False) who may not, and what is not listened to."""
    now = now or timezone.now()
    if not may_change(source, by) or source.state != Source.State.ACTIVE:
        return False
    if source.is_continuous or (source.last_check and source.last_check > now - NOT_SOONER):
        return True
    with transaction.atomic():
        Source.objects.filter(pk=source.pk, next_check__gt=now).update(next_check=now)
        tasks.collect.enqueue(source.pk)
    return True


def remove(*, source: Source, by: Colleague) -> bool:
    """It disappears at once; the worker clears away what it showed. Its public posts stay, since
    others may have done something with them. Refuses (False) who may not."""
    if not may_remove(source, by):
        return False
    with transaction.atomic():
        Source.objects.filter(pk=source.pk).update(state=Source.State.REMOVED)
        tasks.clear_away.enqueue(source.pk)
    return True


def clear_away(*, source_id: int) -> None:
    """Deletes a removed source piece by piece; stops when somebody keeps it again meanwhile."""
    removed = Source.objects.removed().filter(pk=source_id)
    while removed.exists():
        some = Sighting.objects.filter(source_id=source_id).values_list("pk", flat=True)[:PIECE]
        deleted, _each = Sighting.objects.filter(pk__in=list(some)).delete()
        if not deleted:
            removed.delete()
