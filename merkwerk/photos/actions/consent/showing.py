"""Whether a photo may be shown somewhere: asked before publishing, and again at every drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from merkwerk.photos.models import Looking, Person, Photo
from merkwerk.photos.models.people import Place

ORDER = (
    "gone", "not-ready", "not-looked", "not-asked", "waiting", "refused", "withdrawn", "ran-out",
    "elsewhere",
)  # fmt: skip
"""Why not, in the order in which it is said."""
_WHY = {
    Person.State.NEW: "not-asked",
    Person.State.ASKED: "waiting",
    Person.State.REFUSED: "refused",
    Person.State.WITHDRAWN: "withdrawn",
    Person.State.RAN_OUT: "ran-out",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a photo may be shown, and if not why, in words of `ORDER`: each once, and none of
    them tells who. `why_not(verdict)` says it to people, with the way out."""

    ok: bool
    because: tuple[str, ...] = ()


def may_show(photo: Photo, *, place: str, on: date) -> Verdict:
    """Whether this photo may be shown in `place` (a word of Place) on that day: it is ready,
    somebody said who is in it, and everybody in it agreed. Raises ValueError for an unknown
    place."""
    return showable([photo.pk], place=place, on=on)[photo.pk]


def showable(pks: Iterable[int], *, place: str, on: date) -> dict[int, Verdict]:
    """The verdict about each of these photos, in three queries however many there are. A photo
    that isn't there may not be shown. Raises ValueError for an unknown place."""
    where = Place(place)
    wanted = list(dict.fromkeys(pks))
    if not wanted:
        return {}
    states = dict(Photo.objects.filter(pk__in=wanted).values_list("pk", "state"))
    looked = set(Looking.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    people: dict[int, list[Person]] = defaultdict(list)
    columns = ("photo_id", "state", "agreed_to", "until", "held_until")
    for person in Person.objects.standing().filter(photo__in=wanted).only(*columns):
        people[person.photo_id].append(person)
    return {pk: _verdict(states.get(pk), pk in looked, people[pk], where, on) for pk in wanted}


def _verdict(
    state: str | None, looked: bool, people: list[Person], place: Place, on: date
) -> Verdict:
    if state is None:
        return Verdict(False, ("gone",))
    why = {_reason(person, place, on) for person in people} - {""}
    if state != Photo.State.READY:
        why.add("not-ready")
    if not looked:
        why.add("not-looked")
    return Verdict(not why, tuple(word for word in ORDER if word in why))


def _reason(person: Person, place: Place, on: date) -> str:
    if person.lets(place, on):
        return ""
    if not person.said_yes:
        return _WHY[Person.State(person.state)]
    return "elsewhere" if place not in person.agreed_to else "ran-out"
