"""A yes that runs out: told 30 days before, and over on its day; and colleagues who left."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from merkwerk.accounts.models import Colleague
from merkwerk.notifications import actions as notifications
from merkwerk.photos.actions.consent.asking import mail_link, new_link
from merkwerk.photos.actions.consent.proof import note
from merkwerk.photos.actions.consent.reaching import empty, was_shown
from merkwerk.photos.actions.consent.telling import editors, tell_keepers
from merkwerk.photos.actions.consent.wording import HOLD_DAYS
from merkwerk.photos.models import ConsentEvent, Person

BEFOREHAND = timedelta(days=30)
AT_ONCE = 200
YES = (Person.State.AGREED, Person.State.PARTLY)
What, Way = ConsentEvent.What, ConsentEvent.Way


def run_due(*, now: datetime | None = None) -> int:
    """Does what the calendar asks, for at most 200 people of each kind, and says for how many:
    colleagues who left are asked again, who ends within 30 days is told once, a child who turns 16
    is asked themselves, and a yes whose last day is over ends. Safe to repeat; it leaves letters
    and waits for nobody."""
    now = now or timezone.now()
    done = sum(colleague_left(one, now=now) for one in _leavers())
    day = timezone.localdate(now)
    done += sum(_warn(pk, day, now) for pk in _soon(day).values_list("pk", flat=True)[:AT_ONCE])
    done += sum(_grow(pk, day, now) for pk in _grown(day).values_list("pk", flat=True)[:AT_ONCE])
    done += sum(_end(pk, day, now) for pk in _over(day).values_list("pk", flat=True)[:AT_ONCE])
    return done


def colleague_left(colleague: Colleague, *, now: datetime | None = None) -> int:
    """Asks a colleague who left again for each photo they said yes to: at the address they gave
    with their answer, else the editors hear of it. Until they say yes once more the photo may stay
    for 30 days at most, as their earlier yes told. Returns for how many photos; safe to repeat."""
    now = now or timezone.now()
    waiting = Person.objects.standing().filter(colleague=colleague, state__in=YES, held_until=None)
    return sum(_ask_leaver(pk, now) for pk in list(waiting.values_list("pk", flat=True)))


def running_out(*, by: Colleague, now: datetime) -> QuerySet[Person]:
    """Those whose yes ends within 30 days, of photos that `by` looks after."""
    return Person.objects.kept_by(by).filter(pk__in=near_end(timezone.localdate(now)))


def near_end(day: date) -> QuerySet[Person]:
    """Whose yes ends within 30 days from this day."""
    ends = Q(until__range=(day, day + BEFOREHAND)) | Q(held_until__range=(day, day + BEFOREHAND))
    return Person.objects.standing().filter(ends, state__in=YES)


def _soon(day: date) -> QuerySet[Person]:
    ends = Person.objects.standing().filter(
        state__in=YES, until__range=(day, day + BEFOREHAND), held_until=None
    )
    return ends.exclude(warned_for=F("until")) | ends.filter(warned_for=None)


def _over(day: date) -> QuerySet[Person]:
    ended = Q(until__lt=day) | Q(held_until__lt=day)
    return Person.objects.standing().filter(ended, state__in=YES)


def _grown(day: date) -> QuerySet[Person]:
    return Person.objects.standing().filter(is_minor=True, grown_on__lte=day, erased_at=None)


def _leavers() -> QuerySet[Colleague]:
    waiting = Person.objects.standing().filter(state__in=YES, held_until=None)
    return Colleague.objects.left().filter(pk__in=waiting.values("colleague"))


def _locked(pk: int) -> Person:
    locked = Person.objects.select_for_update(of=("self",))
    return locked.select_related("photo__brought_by", "colleague", "marked_by").get(pk=pk)


def _warn(pk: int, day: date, now: datetime) -> bool:
    with transaction.atomic():
        person = _locked(pk)
        if person.until is None or person.warned_for == person.until or not person.said_yes:
            return False
        person.warned_for = person.until
        person.save(update_fields=["warned_for"])
        note(person, What.WARNED, way=Way.CLOCK, until=person.until, now=now)
        ends = {"day": date_format(person.until, "j F Y")}
        tell_keepers(person, "consent_ends", now=now, facts=ends)
        if person.colleague is not None:
            notifications.tell(
                colleague=person.colleague,
                kind="consent_ends_own",
                key=f"consent-ends:{person.pk}:{person.until}",
                facts=ends,
                link=reverse("photos:my_consents"),
            )
        elif person.email:
            mail_link(person, new_link(person, by=None, now=now), "soon-over")
    return True


def _end(pk: int, day: date, now: datetime) -> bool:
    with transaction.atomic():
        person = _locked(pk)
        last = person.last_day()
        if not person.said_yes or last is None or last >= day:
            return False
        _ran_out(person, last, now)
        tell_keepers(person, "consent_over", now=now)
    return True


def _ran_out(person: Person, last: date | None, now: datetime) -> None:
    places, person.agreed_to = person.agreed_to, []
    person.state, person.held_until = Person.State.RAN_OUT, None
    person.save()
    note(
        person, What.RAN_OUT, way=Way.CLOCK, places=places, until=last,
        beyond=was_shown(person.photo_id), now=now,
    )  # fmt: skip
    empty(person.photo_id, now=now)


def _grow(pk: int, day: date, now: datetime) -> bool:
    """Who turns 16 decides from then on: the guardian's yes is over and their links lead nowhere.
    Whom a guardian didn't say no for is asked, by letter when there is an address."""
    with transaction.atomic():
        person = _locked(pk)
        if not person.is_minor or person.grown_on is None or person.grown_on > day:
            return False
        asked = person.state not in {Person.State.REFUSED, Person.State.WITHDRAWN}
        had, last = person.said_yes, person.last_day()
        person.is_minor = False
        person.save(update_fields=["is_minor"])
        person.links.filter(stopped_at=None).update(stopped_at=now)
        if had:
            _ran_out(person, last, now)
        if asked:
            note(person, What.ASKED, way=Way.CLOCK, places=person.asks_for, now=now)
            tell_keepers(person, "consent_grown", now=now)
            if person.email:
                mail_link(person, new_link(person, by=None, now=now), "grown")
    return True


def _ask_leaver(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        person = _locked(pk)
        if person.held_until is not None or not person.said_yes:
            return False
        person.held_until = timezone.localdate(now) + timedelta(days=HOLD_DAYS)
        person.save(update_fields=["held_until"])
        note(person, What.ASKED_AGAIN, way=Way.CLOCK, until=person.held_until, now=now)
        if person.email and _is_private(person):
            mail_link(person, new_link(person, by=None, now=now), "left")
        else:
            _tell_editors(person)
    return True


def _is_private(person: Person) -> bool:
    """A mailbox at work is read by others once somebody has left."""
    at_work = person.colleague.email if person.colleague else ""
    return person.email.lower() != at_work.lower()


def _tell_editors(person: Person) -> None:
    for editor in editors():
        notifications.tell(
            colleague=editor,
            kind="consent_leaver",
            key=f"consent-leaver:{person.pk}:{person.held_until}",
            facts={},
            link=reverse("photos:people", args=[person.photo_id]),
        )
