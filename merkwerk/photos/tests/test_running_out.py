"""A yes that runs out, and colleagues who leave."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Organisation, Role
from merkwerk.notifications.models import Letter, Notice
from merkwerk.photos import actions as photos
from merkwerk.photos.actions import consent
from merkwerk.photos.models import ConsentEvent, Person, Photo
from merkwerk.photos.tests.shown import ready_photo, says, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letter_box(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "merkwerk.notifications.mail.LetterBox"


@pytest.fixture
def photo(sanne: Colleague, organisation: Organisation) -> Photo:
    return ready_photo(sanne, with_files=True)


def kinds(colleague: Colleague) -> list[str]:
    return list(Notice.objects.filter(colleague=colleague).values_list("kind", flat=True))


def after(person: Person, days: int) -> datetime:
    """Noon, so many days before (-) or after the last day of the yes."""
    assert person.until is not None
    noon = datetime.combine(person.until, datetime.min.time()) + timedelta(hours=12)
    return timezone.make_aware(noon + timedelta(days=days))


def leave(colleague: Colleague) -> None:
    colleague.left_at = timezone.now()
    colleague.is_active = False
    colleague.save()


def test_thirty_days_before_it_is_told_once_and_asked_afresh(
    photo: Photo, sanne: Colleague
) -> None:
    person = says(somebody(photo, sanne), "site", months=12, email="joris@buiten.example")
    assert consent.run_due(now=after(person, -31)) == 0
    assert consent.run_due(now=after(person, -30)) == 1
    assert consent.run_due(now=after(person, -29)) == 0
    assert kinds(sanne).count("consent_ends") == 1
    letter = Letter.objects.latest("pk")
    assert "joris@buiten.example" in letter.recipients
    assert "/consent/" in letter.source


def test_without_an_address_only_the_bringer_hears(photo: Photo, sanne: Colleague) -> None:
    person = says(somebody(photo, sanne), "site", months=12, email="")
    Letter.objects.all().delete()
    consent.run_due(now=after(person, -30))
    assert not Letter.objects.exists()
    assert "consent_ends" in kinds(sanne)


def test_a_colleague_in_it_hears_too(photo: Photo, sanne: Colleague, karim: Colleague) -> None:
    person = says(somebody(photo, sanne, colleague=karim), "site", months=12)
    consent.run_due(now=after(person, -30))
    assert "consent_ends_own" in kinds(karim)


def test_it_stands_on_its_last_day_and_goes_on_the_next(photo: Photo, sanne: Colleague) -> None:
    person = says(somebody(photo, sanne), "site", months=12)
    photos.note_uses(mark="story:1", photos=[photo.pk], title="x", address="/x/", place="site")
    photos.show_outside([photo.pk])
    consent.run_due(now=after(person, -1))
    consent.run_due(now=after(person, 0))
    photo.refresh_from_db()
    assert photo.outside_since is not None
    assert consent.run_due(now=after(person, 1)) == 1
    photo.refresh_from_db()
    assert photo.outside_since is None
    assert Person.objects.get(pk=person.pk).state == Person.State.RAN_OUT
    assert consent.run_due(now=after(person, 2)) == 0
    assert "consent_over" in kinds(sanne)


def test_a_new_yes_before_the_end_goes_on(photo: Photo, sanne: Colleague) -> None:
    person = says(somebody(photo, sanne), "site", months=12)
    ends = after(person, 1)
    consent.run_due(now=after(person, -5))
    says(Person.objects.get(pk=person.pk), "site")
    assert consent.run_due(now=ends) == 0
    assert Person.objects.get(pk=person.pk).said_yes


def test_a_leaver_is_asked_again_at_their_own_address(
    photo: Photo, sanne: Colleague, karim: Colleague
) -> None:
    person = says(somebody(photo, sanne, colleague=karim), "site", email="karim@thuis.example")
    leave(karim)
    now = timezone.now()
    assert consent.run_due(now=now) == 1
    assert consent.run_due(now=now) == 0
    letter = Letter.objects.latest("pk")
    assert letter.recipients == ["karim@thuis.example"]
    person.refresh_from_db()
    assert person.held_until == timezone.localdate(now) + timedelta(days=30)
    day = timezone.localdate(now)
    assert consent.may_show(photo, place="site", on=day + timedelta(days=30)).ok
    assert not consent.may_show(photo, place="site", on=day + timedelta(days=31)).ok


def test_without_a_private_address_the_editors_hear(
    photo: Photo, sanne: Colleague, karim: Colleague, colleague_named: MakeColleague
) -> None:
    editor = colleague_named("Eva Redactie", Role.EDITOR)
    says(somebody(photo, sanne, colleague=karim), "site", email=karim.email)
    Letter.objects.all().delete()
    leave(karim)
    consent.run_due()
    assert kinds(editor) == ["consent_leaver"]
    assert not Letter.objects.exists()


def test_without_a_new_yes_the_photo_goes_after_thirty_days(
    photo: Photo, sanne: Colleague, karim: Colleague
) -> None:
    person = says(somebody(photo, sanne, colleague=karim), "site")
    leave(karim)
    now = timezone.now()
    consent.run_due(now=now)
    consent.run_due(now=now + timedelta(days=31))
    assert Person.objects.get(pk=person.pk).state == Person.State.RAN_OUT


def test_a_leavers_new_yes_stands(photo: Photo, sanne: Colleague, karim: Colleague) -> None:
    person = says(somebody(photo, sanne, colleague=karim), "site")
    leave(karim)
    now = timezone.now()
    consent.run_due(now=now)
    says(Person.objects.get(pk=person.pk), "site")
    assert consent.run_due(now=now + timedelta(days=40)) == 0
    kept = Person.objects.get(pk=person.pk)
    assert kept.said_yes
    assert kept.held_until is None


def test_a_quiet_day_costs_four_queries(
    photo: Photo, sanne: Colleague, django_assert_max_num_queries: object
) -> None:
    says(somebody(photo, sanne), "site")
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        consent.run_due()


def test_what_runs_out_is_shown_to_who_looks_after_it(
    photo: Photo, sanne: Colleague, karim: Colleague
) -> None:
    person = says(somebody(photo, sanne), "site", months=12)
    near = after(person, -3)
    assert list(consent.running_out(by=sanne, now=near)) == [person]
    assert not consent.running_out(by=karim, now=near).exists()


def test_the_clock_leaves_proof(photo: Photo, sanne: Colleague) -> None:
    person = says(somebody(photo, sanne), "site", months=12)
    consent.run_due(now=after(person, -30))
    consent.run_due(now=after(person, 1))
    lines = list(ConsentEvent.objects.filter(person_pk=person.pk).order_by("pk"))
    assert [line.what for line in lines][-2:] == ["warned", "ran-out"]
    assert consent.is_whole(lines)
