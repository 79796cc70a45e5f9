"""Letting one colleague read a draft before anybody else does."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import without_tricks
from merkwerk.notifications.actions import tell
from merkwerk.writing.models import Draft, Showing

LONGEST = 2000
MOST_READERS = 3
"""A small circle: beyond it there is no first reader any more."""


class Enough(Exception):
    """There are three first readers already."""


def who_may_read(by: Colleague) -> QuerySet[Colleague]:
    """Everybody who works here but the writer."""
    return Colleague.objects.here().exclude(pk=by.pk).order_by("name", "pk")


def show(
    *, draft: Draft, by: Colleague, to: Colleague, asks: str = "", now: datetime | None = None
) -> Showing:
    """Lets one colleague read the words as they are now, and tells them. Shown again, they see the
    newer words. Raises PermissionError for somebody else's draft, somebody who isn't here, or
    oneself; Enough at the fourth reader; ValueError while there are no words."""
    now = now or timezone.now()
    if draft.colleague_id != by.pk or not who_may_read(by).filter(pk=to.pk).exists():
        raise PermissionError("its writer lets a colleague read it")
    if not draft.text.strip():
        raise ValueError("there are no words to read yet")
    with transaction.atomic():
        Draft.objects.select_for_update().get(pk=draft.pk)
        others = Showing.objects.filter(draft=draft).exclude(reader=to)
        if others.count() >= MOST_READERS:
            raise Enough
        words = {
            "text": draft.text,
            "asks": without_tricks(asks)[:LONGEST].strip(),
            "shown_at": now,
            "answered_at": None,
        }
        shown, _made = Showing.objects.update_or_create(draft=draft, reader=to, defaults=words)
        tell(
            colleague=to,
            kind="draft_shown",
            key=f"shown-{shown.pk}-{now.timestamp():.0f}",
            facts={"by": by.name},
            link=reverse("writing:showing", args=[shown.pk]),
        )
    return shown


def remark(*, showing: Showing, by: Colleague, words: str, now: datetime | None = None) -> bool:
    """What the first reader says of it, to the writer alone. False for anybody else, and for empty
    words."""
    words = without_tricks(words)[:LONGEST].strip()
    now = now or timezone.now()
    with transaction.atomic():
        mine = Showing.objects.filter(pk=showing.pk, reader_id=by.pk)
        if not words or not mine.update(remark=words, answered_at=now):
            return False
        tell(
            colleague=showing.draft.colleague,
            kind="draft_read",
            key=f"read-{showing.pk}-{now.timestamp():.0f}",
            facts={"by": by.name},
            link=reverse("writing:showing", args=[showing.pk]),
        )
    return True


def hide(*, showing: Showing, by: Colleague) -> None:
    """The writer takes the words back from a reader; what was said of them goes too."""
    Showing.objects.filter(pk=showing.pk, draft__colleague_id=by.pk).delete()
