"""Who seems to try the list of confidences out, for its keepers; and forgetting it again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.notifications import actions as notifications
from merkwerk.writing.models import Probing, Touch

TOUCHES_LAST = timedelta(days=8)
PROBINGS_LAST = timedelta(days=90)


def keepers() -> list[Colleague]:
    """Everybody here who keeps the list."""
    return list(Colleague.objects.here().filter(duties__role=Role.KEEPER))


def must_keep(by: Colleague) -> None:
    """Refuses (PermissionError) who keeps no list."""
    if Role.KEEPER not in by.roles:
        raise PermissionError("Only who keeps the list sees and changes what belongs to it.")


def note_probing(*, by: Colleague, names: int, day: date) -> None:
    """Remembers that texts of a colleague touched so many names on a day, and tells each keeper
    once that day. What was written is nowhere kept."""
    row, made = Probing.objects.get_or_create(colleague=by, day=day, defaults={"names": names})
    if not made and names > row.names:
        Probing.objects.filter(pk=row.pk).update(names=names)
    if made:
        for keeper in keepers():
            notifications.tell(
                colleague=keeper,
                kind="list_tried",
                key=f"list tried {by.pk} {day}",
                facts={"by": by.name},
                link=reverse("writing:probings"),
            )


def note_seen(*, probing: Probing, by: Colleague, now: datetime | None = None) -> None:
    """The keeper knows of it. Refuses (PermissionError) who keeps no list."""
    must_keep(by)
    Probing.objects.filter(pk=probing.pk, seen_at=None).update(seen_at=now or timezone.now())


def forget_touches(*, now: datetime) -> None:
    """Lets go of what is only kept to see whether somebody tries the list out."""
    day = timezone.localdate(now)
    Touch.objects.filter(day__lt=day - TOUCHES_LAST).delete()
    Probing.objects.filter(day__lt=day - PROBINGS_LAST).delete()
