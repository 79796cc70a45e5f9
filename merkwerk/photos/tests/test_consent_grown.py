"""A child who turns 16 decides themselves; and nobody answers in silence for somebody else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.notifications.models import Notice
from merkwerk.photos.actions import consent
from merkwerk.photos.models import ConsentEvent, Person, Photo
from merkwerk.photos.tests.shown import link_of, ready_photo, says, somebody

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=100)


@pytest.fixture
def photo(sanne: Colleague, organisation: Organisation) -> Photo:
    return ready_photo(sanne)


@pytest.fixture
def noor(photo: Photo, sanne: Colleague) -> Person:
    return somebody(photo, sanne, name="Noor Bakker", is_minor=True, grown_on=SOON, language="en")


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def agreed(noor: Person, **more: Any) -> Person:
    return says(noor, "site", is_minor=True, guardian="Joris Bakker", **more)


def test_a_guardians_yes_runs_out_before_the_child_is_sixteen(noor: Person) -> None:
    assert agreed(noor).until == SOON - timedelta(days=1)


def test_a_shorter_yes_stays_shorter(photo: Photo, sanne: Colleague) -> None:
    later = TODAY + timedelta(days=800)
    child = somebody(photo, sanne, name="Noor", is_minor=True, grown_on=later)
    assert agreed(child, months=12).until == consent.months_on(TODAY, 12)


def test_a_guardian_can_tell_the_day(photo: Photo, sanne: Colleague) -> None:
    child = somebody(photo, sanne, name="Noor Bakker", is_minor=True)
    assert agreed(child, grown_on=SOON).grown_on == SOON


def test_on_the_day_they_are_asked_themselves(noor: Person, sanne: Colleague) -> None:
    link = link_of(noor, sanne)
    agreed(noor)
    mail.outbox.clear()
    consent.run_due(now=on(SOON))
    noor.refresh_from_db()
    assert (noor.is_minor, noor.state, noor.agreed_to) == (False, "ran-out", [])
    assert consent.person_of(link.strip("/").rpartition("/")[2]) is None
    letter = next(one for one in mail.outbox if "is 16 now" in one.body)
    assert letter.to == ["joris@buiten.example"]
    assert Notice.objects.filter(kind="consent_grown", colleague=sanne).count() == 1


def test_their_own_page_speaks_to_them(noor: Person, sanne: Colleague) -> None:
    agreed(noor)
    consent.run_due(now=on(SOON))
    told = Client().get(link_of(noor, sanne)).content.decode()
    assert "This page is for Noor Bakker." in told
    assert "parent or guardian of Noor" not in told


def test_it_happens_once(noor: Person) -> None:
    agreed(noor)
    consent.run_due(now=on(SOON))
    lines = ConsentEvent.objects.count()
    consent.run_due(now=on(SOON))
    assert ConsentEvent.objects.count() == lines


def test_whom_a_guardian_said_no_for_is_left_alone(noor: Person) -> None:
    says(noor, is_minor=True)
    mail.outbox.clear()
    consent.run_due(now=on(SOON))
    assert not mail.outbox
    assert Person.objects.get().state == "refused"


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1), date(2099, 1, 1)])
def test_a_day_that_cannot_be_is_said(noor: Person, sanne: Colleague, day: date) -> None:
    link = link_of(noor, sanne)
    told = {"answer": "yes", "grown_on": day.isoformat(), "name": "Noor", "places": ["site"]}
    answer = Client().post(link, told)
    assert answer.status_code == 422
    assert "within sixteen years" in answer.content.decode()


@pytest.mark.parametrize("typed", ["Joris Bakker", "joris", "J. Bakker", "JB", "j.b.", "BAKKER"])
def test_the_person_is_named_by_name_part_or_initials(typed: str) -> None:
    assert consent.is_named(typed, "Joris Bakker")


@pytest.mark.parametrize("typed", ["", "Karim", "Joris Jansen", "J", "x"])
def test_somebody_else_is_not_that_person(typed: str) -> None:
    assert not consent.is_named(typed, "Joris Bakker")


def test_somebody_without_a_name_may_be_called_anything() -> None:
    assert consent.is_named("Joris", "")


def test_a_link_that_was_passed_on_answers_for_nobody_else(photo: Photo, sanne: Colleague) -> None:
    person = somebody(photo, sanne, language="en")
    link = link_of(person, sanne)
    page = Client().get(link).content.decode()
    assert 'name="name" value=' not in page
    told = {
        "answer": "yes", "places": ["site"], "period": "stop", "who": "self", "name": "Mira Kaya",
        "digest": consent.terms_for(person).digest,
    }  # fmt: skip
    answer = Client().post(link, told)
    assert answer.status_code == 422
    assert "another name" in answer.content.decode()
    assert Client().post(link, {**told, "name": "Joris"}).status_code == 302
    person.refresh_from_db()
    assert (person.state, person.name) == ("partly", "Joris Bakker")


def test_who_gave_an_address_hears_of_each_answer(photo: Photo, sanne: Colleague) -> None:
    person = somebody(photo, sanne, language="en")
    mail.outbox.clear()
    says(person, "site", email="other@elsewhere.example")
    assert [one.to for one in mail.outbox] == [["joris@buiten.example"]]
    assert "Was it not you?" in mail.outbox[0].body
