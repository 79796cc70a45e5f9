"""Answers: yes, yes to a part, no, and taking a yes back. One transaction, no waiting for the
network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.lib.pictures import Readable
from merkwerk.photos.actions.consent.asking import tell_answered
from merkwerk.photos.actions.consent.marking import StandsFast, keeps
from merkwerk.photos.actions.consent.paper import add_form, form_in_hand
from merkwerk.photos.actions.consent.proof import keep_text, note
from merkwerk.photos.actions.consent.reaching import empty, refresh, was_shown
from merkwerk.photos.actions.consent.telling import tell_keepers
from merkwerk.photos.actions.consent.wording import terms_for
from merkwerk.photos.models import ConsentEvent, Person, Place

MONTHS = (12, 36)
State, What, Way = Person.State, ConsentEvent.What, ConsentEvent.Way


class OtherWords(ValueError):
    """The words on the page changed between reading and answering: they have to be read again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says. No places is a no; `months` is for how long (12, 36, or None: until they
    say stop). For a child `guardian` is who answers, and their yes runs out the day before
    `grown_on`, on which the child turns 16, when that is told. `digest` is of the words they
    read."""

    places: tuple[str, ...] = ()
    months: int | None = None
    is_minor: bool = False
    grown_on: date | None = None
    name: str = ""
    guardian: str = ""
    remark: str = ""
    email: str | None = None
    digest: str = ""


def answer(*, person: Person, given: Answer, now: datetime | None = None) -> Person:
    """Keeps what somebody says by their own link, with proof, and lets the photo go or come
    accordingly. Raises OtherWords when they read other words than are asked now, StandsFast when
    they were taken off or erased, ValueError for a place that was not asked for, or a child
    without a guardian's name."""
    now = now or timezone.now()
    with transaction.atomic():
        held = _held(person)
        terms = terms_for(held)
        if given.digest and given.digest != terms.digest:
            raise OtherWords
        digest = keep_text(words=terms.words, language=terms.language)
        before = held.email
        kept = _keep(held, given, way=Way.LINK, by=None, digest=digest, now=now)
        if before:
            tell_answered(kept, before, now=now)
        return kept


def record_paper(
    *,
    person: Person,
    by: Colleague,
    given: Answer,
    signed_on: date,
    file: Readable,
    now: datetime | None = None,
) -> Person:
    """Keeps what somebody signed on paper, with the form, told by who looks after the photo.
    Raises StandsFast when the person said something themself on that day or later: their own last
    word counts; NoForm for a form that can't be kept."""
    if not keeps(person.photo, by):
        raise PermissionError("its bringer and editors record")
    now = now or timezone.now()
    with form_in_hand(file) as kept, transaction.atomic():
        held = _held(person)
        if held.answered_at and timezone.localdate(held.answered_at) >= signed_on:
            raise StandsFast("they answered later")
        add_form(held, kept, by=by, now=now)
        return _keep(held, given, way=Way.PAPER, by=by, digest="", now=now, since=signed_on)


def withdraw(*, person: Person, now: datetime | None = None) -> Person:
    """Takes a yes back: from this moment the photo is nowhere where we can take it away. Pressing
    twice is fine. The proof lists where it was, also what is out of reach."""
    now = now or timezone.now()
    with transaction.atomic():
        held = _held(person)
        if held.state == State.WITHDRAWN:
            return held
        given = Answer(is_minor=held.is_minor, guardian=held.guardian, remark=held.remark)
        return _keep(held, given, way=Way.LINK, by=None, digest="", now=now, stops=True)


def speak(*, person: Person, language: str) -> None:
    """From now on their page and letters are in this language; an unknown one changes nothing."""
    if language in dict(settings.LANGUAGES):
        Person.objects.filter(pk=person.pk).update(language=language)


def _held(person: Person) -> Person:
    locked = Person.objects.select_for_update(of=("self",))
    found = locked.select_related("photo__brought_by", "marked_by", "colleague")
    held = found.get(pk=person.pk)
    if held.removed_at or held.erased_at:
        raise StandsFast("nobody is asked any more")
    return held


def _keep(
    person: Person,
    given: Answer,
    *,
    way: str,
    by: Colleague | None,
    digest: str,
    now: datetime,
    since: date | None = None,
    stops: bool = False,
) -> Person:
    before = set(person.agreed_to) if person.said_yes else set()
    _check(person, given)
    person.state = _state(person, given, bool(before) or stops)
    person.agreed_to = [place.value for place in Place if place in given.places]
    day = since or timezone.localdate(now)
    person.until = _until(day, person, given) if given.places else None
    person.held_until = person.warned_for = None
    person.answered_at = now
    person.withdrawn_at = now if person.state == State.WITHDRAWN else None
    _who(person, given)
    person.save()
    _follow(person, before, way=way, by=by, digest=digest, now=now)
    return person


def _until(day: date, person: Person, given: Answer) -> date | None:
    """The last day of the yes: after so many months, and of a guardian's before the child is 16."""
    grown = given.grown_on or person.grown_on if given.is_minor else None
    ends = [months_on(day, given.months)] if given.months else []
    if grown is not None:
        ends.append(grown - timedelta(days=1))
    return min(ends, default=None)


def _check(person: Person, given: Answer) -> None:
    if not set(given.places) <= set(person.asks_for):
        raise ValueError("a place that was not asked for")
    if given.months is not None and given.months not in MONTHS:
        raise ValueError("a period that was not offered")
    if given.is_minor and given.places and not given.guardian:
        raise ValueError("a child without a guardian")


def _state(person: Person, given: Answer, had: bool) -> str:
    if not given.places:
        return State.WITHDRAWN if had else State.REFUSED
    return State.AGREED if set(given.places) == set(person.asks_for) else State.PARTLY


def _who(person: Person, given: Answer) -> None:
    person.is_minor, person.remark = given.is_minor, given.remark
    person.guardian = given.guardian if given.is_minor else ""
    person.grown_on = (given.grown_on or person.grown_on) if given.is_minor else None
    if given.name and not person.colleague_id and _says_more(given.name, person.name):
        person.name = given.name
    if given.email is not None:
        person.email = given.email
    if person.colleague is not None and person.colleague.left_at:
        person.colleague = None


def _says_more(typed: str, known: str) -> bool:
    """A first name or initials are enough to answer, and don't take the place of a whole name."""
    return len(typed.split()) >= len(known.split())


def _follow(
    person: Person, before: set[str], *, way: str, by: Colleague | None, digest: str, now: datetime
) -> None:
    """Proof, the photo itself, and whom it concerns."""
    fewer = not before <= set(person.agreed_to)
    note(
        person,
        What(str(person.state)),
        way=way,
        by=by,
        places=person.agreed_to,
        until=person.until,
        digest=digest,
        beyond=was_shown(person.photo_id) if fewer else (),
        now=now,
    )
    (empty if fewer else refresh)(person.photo_id, now=now)
    tell_keepers(person, "consent_taken_back" if fewer else "consent_answered", now=now)


def months_on(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
