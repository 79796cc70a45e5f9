"""Erasing who somebody was, once the photo may not be shown any more. That they were asked, and
what they said, stays as proof without a name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.photos.actions.consent.marking import StandsFast
from merkwerk.photos.actions.consent.paper import forget_forms
from merkwerk.photos.actions.consent.proof import note
from merkwerk.photos.models import ConsentEvent, Person

OVER = {Person.State.REFUSED, Person.State.WITHDRAWN, Person.State.RAN_OUT}


def erase(*, person: Person, by: Colleague | None = None, now: datetime | None = None) -> Person:
    """Erases name, guardian, ways to reach them, remarks and forms of somebody who said no, took
    their yes back, or whose time is over; `by` is an editor, or nobody when the person does it by
    their own link. The photo stays shut. Twice is fine. Raises StandsFast while a yes stands or
    an answer is awaited, PermissionError for another colleague."""
    if by is not None and Role.EDITOR not in by.roles:
        raise PermissionError("editors keep the register")
    now = now or timezone.now()
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        if held.erased_at:
            return held
        if held.state not in OVER:
            raise StandsFast("a yes stands, or an answer is awaited")
        way = ConsentEvent.Way.COLLEAGUE if by else ConsentEvent.Way.LINK
        note(held, ConsentEvent.What.ERASED, way=way, by=by, now=now)
        forget_forms([held])
        held.name = held.email = held.phone = held.guardian = held.remark = held.reason = ""
        held.colleague, held.erased_at = None, now
        held.save()
    return held


def let_go(*, photo_pk: int, by: Colleague | None, now: datetime | None = None) -> None:
    """For who removes a photo for good, inside the same transaction and before its row goes: a
    line of proof for each person, and their forms go."""
    now = now or timezone.now()
    people = list(Person.objects.filter(photo=photo_pk).select_for_update())
    for person in people:
        if not person.removed_at:
            what = ConsentEvent.What.REMOVED
            note(person, what, way=ConsentEvent.Way.COLLEAGUE, by=by, now=now)
    forget_forms(people)
