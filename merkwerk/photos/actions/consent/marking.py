"""Marking by hand who is in a photo, and saying that one has looked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.photos.actions.consent.proof import note
from merkwerk.photos.actions.consent.reaching import empty, refresh
from merkwerk.photos.models import ConsentEvent, Looking, Person, Photo, Place

MOST_PEOPLE = 60
USUAL = (Place.SITE, Place.NETWORKS)
ANSWERED = {
    Person.State.AGREED, Person.State.PARTLY, Person.State.REFUSED, Person.State.WITHDRAWN,
    Person.State.RAN_OUT,
}  # fmt: skip
What, Way = ConsentEvent.What, ConsentEvent.Way


class StandsFast(ValueError):
    """What this person said can't be undone by somebody else; or somebody still has to be asked."""


@dataclass(frozen=True, slots=True)
class Told:
    """What whoever marks somebody tells of them; `x` and `y` in per cents of the picture."""

    name: str = ""
    colleague: Colleague | None = None
    email: str = ""
    phone: str = ""
    language: str = "nl"
    is_minor: bool = False
    grown_on: date | None = None
    """The day on which a child turns 16."""
    asks_for: tuple[str, ...] = USUAL
    x: int | None = None
    y: int | None = None
    why_not_needed: str = ""
    reason: str = ""


def keeps(photo: Photo, by: Colleague) -> bool:
    """Whether `by` looks after the people in this photo: its bringer and editors do. What an
    administrator may is about machines, not about people."""
    if by.is_guest:
        return False
    return photo.brought_by_id == by.pk or Role.EDITOR in by.roles


def mark(*, photo: Photo, by: Colleague, told: Told, now: datetime | None = None) -> Person:
    """Marks somebody in a photo. With a reason why they need not be asked (one of many in a crowd,
    can't be recognised, another reason in words) nobody is asked; else they are asked next, by
    `ask`. An earlier word that nobody is in it falls. Raises PermissionError for who doesn't look
    after the photo, StandsFast for more than 60 people."""
    _guard(photo, by)
    now = now or timezone.now()
    with transaction.atomic():
        if Person.objects.standing().filter(photo=photo).count() >= MOST_PEOPLE:
            raise StandsFast("more people than a photo can hold")
        person = Person(photo=photo, marked_by=by)
        _write(person, told)
        person.state = Person.State.NOT_NEEDED if told.why_not_needed else Person.State.NEW
        person.save()
        Looking.objects.filter(photo=photo, saw=Looking.Saw.NOBODY).delete()
        needed = person.state == Person.State.NEW
        what = What.MARKED if needed else What.NOT_NEEDED
        note(person, what, way=Way.COLLEAGUE, by=by, now=now)
        if needed:
            empty(photo.pk, now=now)
    return person


def change(*, person: Person, by: Colleague, told: Told, now: datetime | None = None) -> Person:
    """Keeps what is told of somebody. The places that are asked for stay as they are once they
    answered; whoever answered can't be made somebody else, nor somebody who needs not be asked
    (StandsFast): their own name they change themself, by their link."""
    _guard(person.photo, by)
    now = now or timezone.now()
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        answered = held.state in ANSWERED
        if answered and (told.why_not_needed or _somebody_else(held, told)):
            raise StandsFast("they answered")
        asked_for, was = held.asks_for, held.state
        _write(held, told)
        if answered:
            held.asks_for = asked_for
        elif told.why_not_needed:
            held.state = Person.State.NOT_NEEDED
        elif held.state == Person.State.NOT_NEEDED:
            held.state = Person.State.NEW
        held.save()
        if held.state != was:
            _now_otherwise(held, by, now)
    return held


def _somebody_else(person: Person, told: Told) -> bool:
    """An answer is of who gave it, and no other name comes under it."""
    if told.colleague is not None:
        return told.colleague.pk != person.colleague_id
    return told.name != person.name or told.is_minor != person.is_minor


def _now_otherwise(person: Person, by: Colleague, now: datetime) -> None:
    needed = person.state != Person.State.NOT_NEEDED
    note(person, What.MARKED if needed else What.NOT_NEEDED, way=Way.COLLEAGUE, by=by, now=now)
    (empty if needed else refresh)(person.photo_id, now=now)


def remove(*, person: Person, by: Colleague, now: datetime | None = None) -> None:
    """Takes somebody off a photo who was marked by mistake. Whoever answered stays (StandsFast):
    a no is not undone by taking somebody off. What was said about everybody being marked falls,
    so that somebody looks once more."""
    _guard(person.photo, by)
    now = now or timezone.now()
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        if held.state in ANSWERED:
            raise StandsFast("they answered")
        if held.removed_at:
            return
        held.removed_at = now
        held.save(update_fields=["removed_at"])
        Looking.objects.filter(photo=held.photo_id).delete()
        note(held, What.REMOVED, way=Way.COLLEAGUE, by=by, now=now)
        empty(held.photo_id, now=now)


def say_nobody(*, photo: Photo, by: Colleague, now: datetime | None = None) -> Looking:
    """`by` looked, and nobody in the photo can be recognised. Raises StandsFast while somebody is
    marked who has to agree."""
    _guard(photo, by)
    asked = Person.objects.standing().filter(photo=photo).exclude(state=Person.State.NOT_NEEDED)
    if asked.exists():
        raise StandsFast("somebody is marked")
    return _looked(photo, by, Looking.Saw.NOBODY, now)


def say_all_marked(*, photo: Photo, by: Colleague, now: datetime | None = None) -> Looking:
    """`by` looked, and everybody who can be recognised is marked. Raises StandsFast when nobody
    is."""
    _guard(photo, by)
    if not Person.objects.standing().filter(photo=photo).exists():
        raise StandsFast("nobody is marked")
    return _looked(photo, by, Looking.Saw.ALL_MARKED, now)


def take_back_looking(*, photo: Photo, by: Colleague, now: datetime | None = None) -> None:
    """It has to be looked at once more: until then the photo is not shown."""
    _guard(photo, by)
    with transaction.atomic():
        Looking.objects.filter(photo=photo).delete()
        empty(photo.pk, now=now or timezone.now())


def _looked(photo: Photo, by: Colleague, saw: str, now: datetime | None) -> Looking:
    now = now or timezone.now()
    with transaction.atomic():
        looking, _made = Looking.objects.update_or_create(
            photo=photo, defaults={"saw": saw, "by": by, "at": now}
        )
        refresh(photo.pk, now=now)
    return looking


def people_in(photos: Iterable[int], by: Colleague) -> dict[int, list[Person]]:
    """Of each of these photos the people whom `by` may see, in two queries."""
    found: dict[int, list[Person]] = {pk: [] for pk in photos}
    mine = Person.objects.visible_to(by).standing().filter(photo__in=list(found))
    for person in mine.select_related("colleague"):
        found[person.photo_id].append(person)
    return found


def _write(person: Person, told: Told) -> None:
    person.colleague = told.colleague
    person.name = told.colleague.name if told.colleague else told.name
    person.email, person.phone = told.email, told.phone
    person.language = told.colleague.language if told.colleague else told.language
    person.is_minor = told.is_minor and told.colleague is None
    person.grown_on = told.grown_on if person.is_minor else None
    person.asks_for = [place.value for place in Place if place in told.asks_for]
    person.x, person.y = told.x, told.y
    person.why_not_needed, person.reason = told.why_not_needed, told.reason


def _guard(photo: Photo, by: Colleague) -> None:
    if not keeps(photo, by):
        raise PermissionError("its bringer and editors look after who is in a photo")
