"""Who hears what became of a photo: who brought it; when they are gone, the editors."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from merkwerk.accounts.models import Colleague, Role
from merkwerk.notifications import actions as notifications
from merkwerk.photos.models import Person


def keepers_of(person: Person) -> list[Colleague]:
    """Who brought the photo, or the editors when nobody who brought it is here any more."""
    bringer = person.photo.brought_by
    return [bringer] if bringer is not None and bringer.is_here else editors()


def editors() -> list[Colleague]:
    """The editors who are here: they keep the register."""
    return list(Colleague.objects.here().filter(duties__role=Role.EDITOR).distinct())


def tell_keepers(
    person: Person, kind: str, *, now: datetime, facts: dict[str, str] | None = None
) -> None:
    """One notice, that names nobody; its page shows who. Told at the same moment again, it is
    told once."""
    for colleague in keepers_of(person):
        if colleague.pk == person.colleague_id:
            continue
        notifications.tell(
            colleague=colleague,
            kind=kind,
            key=f"{kind}:{person.pk}:{int(now.timestamp())}",
            facts=facts or {},
            link=reverse("photos:people", args=[person.photo_id]),
        )
