"""The register for whoever has to show that people agreed: who is in which photo, and the proof."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import StringIO

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from merkwerk.photos.actions.consent.proof import is_whole
from merkwerk.photos.actions.consent.running_out import near_end
from merkwerk.photos.models import ConsentEvent, ConsentText, Person

State = Person.State
KINDS: dict[str, tuple[str, ...]] = {
    "waiting": (State.NEW, State.ASKED),
    "agreed": (State.AGREED,),
    "partly": (State.PARTLY,),
    "refused": (State.REFUSED,),
    "withdrawn": (State.WITHDRAWN,),
    "ran-out": (State.RAN_OUT,),
    "not-needed": (State.NOT_NEEDED,),
}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A table program takes what begins with these for a formula."""


def in_register(*, show: str, now: datetime) -> QuerySet[Person]:
    """The people of the register: one of KINDS, "running-out" (within 30 days), else everybody who
    stands in a photo. The newest first."""
    people = Person.objects.standing().select_related("photo", "colleague").order_by("-pk")
    if show == "running-out":
        return people.filter(pk__in=near_end(timezone.localdate(now)))
    return people.filter(state__in=KINDS[show]) if show in KINDS else people


def as_csv(people: Iterable[Person]) -> str:
    """The register as a table for table programs, in the language of now; no cell is a formula."""
    out = StringIO()
    table = csv.writer(out)
    table.writerow(
        [
            _("Photo"), _("Name"), _("Guardian"), _("State"), _("Places"), _("Until"),
            _("Answered"), _("Taken back"), _("E-mail"), _("Phone"), _("Colleague"),
        ]
    )  # fmt: skip
    for person in people:
        table.writerow([_cell(told) for told in _row(person)])
    return out.getvalue()


def _row(person: Person) -> Iterator[object]:
    yield person.photo_id
    yield person.name
    yield person.guardian
    yield person.get_state_display()
    yield " ".join(person.agreed_to)
    yield _day(person.last_day())
    yield _moment(person.answered_at)
    yield _moment(person.withdrawn_at)
    yield person.email
    yield person.phone
    yield _("yes") if person.colleague_id else ""


def _cell(told: object) -> str:
    text = str(told)
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text


def with_proof(people: Iterable[Person]) -> dict[str, object]:
    """People with every line of their proof, whether it is whole, and the words that were read
    under their digest; also the lines of people and photos that are gone from the register. As
    plain as JSON is."""
    lines: dict[int, list[ConsentEvent]] = defaultdict(list)
    for event in ConsentEvent.objects.order_by("pk"):
        lines[event.person_pk].append(event)
    told = [_person(person, lines.pop(person.pk, [])) for person in people]
    standing = set(Person.objects.filter(pk__in=list(lines)).values_list("pk", flat=True))
    gone = [
        {"person": pk, "proof_is_whole": is_whole(events), "proof": [_line(one) for one in events]}
        for pk, events in lines.items()
        if pk not in standing
    ]
    texts = ConsentText.objects.values_list("digest", "words")
    return {"format": "merkwerk-consent-1", "people": told, "gone": gone, "words": dict(texts)}


def own_copy(person: Person) -> dict[str, object]:
    """What is kept of one person, for themself."""
    events = list(ConsentEvent.objects.filter(person_pk=person.pk).order_by("pk"))
    digests = {event.text_digest for event in events}
    texts = ConsentText.objects.filter(digest__in=digests).values_list("digest", "words")
    return {
        "format": "merkwerk-consent-1",
        "people": [_person(person, events)],
        "words": dict(texts),
    }


def _person(person: Person, events: list[ConsentEvent]) -> dict[str, object]:
    return {
        "person": person.pk,
        "photo": person.photo_id,
        "name": person.name,
        "guardian": person.guardian,
        "is_minor": person.is_minor,
        "turns_16_on": _day(person.grown_on),
        "email": person.email,
        "phone": person.phone,
        "language": person.language,
        "state": person.state,
        "asked_for": person.asks_for,
        "agreed_to": person.agreed_to,
        "until": _day(person.last_day()),
        "answered_at": _moment(person.answered_at),
        "withdrawn_at": _moment(person.withdrawn_at),
        "erased_at": _moment(person.erased_at),
        "remark": person.remark,
        "forms": [
            {"kind": form.kind, "sha256": form.digest, "at": _moment(form.at)}
            for form in person.forms.all()
        ],
        "proof_is_whole": is_whole(events),
        "proof": [_line(event) for event in events],
    }


def _line(event: ConsentEvent) -> dict[str, object]:
    return {
        "what": event.what,
        "way": event.way,
        "at": _moment(event.at),
        "places": event.places,
        "until": _day(event.until),
        "for_minor": event.for_minor,
        "words": event.text_digest,
        "language": event.language,
        "out_of_reach": event.beyond,
        "who": event.who,
        "photo": event.photo_pk,
        "seal": event.seal,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""
