"""Whether a photo may be shown: only when somebody looked, and everybody in it agreed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.photos.actions import consent
from merkwerk.photos.models import Person, Photo, Place
from merkwerk.photos.tests.shown import ready_photo, says, somebody

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


@pytest.fixture
def photo(sanne: Colleague, organisation: Organisation) -> Photo:
    return ready_photo(sanne)


def because(photo: Photo, place: str = "site", on: date | None = None) -> tuple[str, ...]:
    verdict = consent.may_show(photo, place=place, on=on or timezone.localdate())
    assert verdict.ok is not bool(verdict.because)
    return verdict.because


def test_a_photo_at_which_nobody_looked_is_not_shown(photo: Photo) -> None:
    assert because(photo) == ("not-looked",)


def test_a_photo_with_nobody_in_it_may_be_shown_everywhere(photo: Photo, sanne: Colleague) -> None:
    consent.say_nobody(photo=photo, by=sanne)
    assert all(consent.may_show(photo, place=place, on=DAY).ok for place in Place)


def test_it_waits_for_who_was_not_asked(photo: Photo, sanne: Colleague) -> None:
    somebody(photo, sanne)
    assert because(photo) == ("not-asked",)


def test_it_waits_for_an_answer(photo: Photo, sanne: Colleague) -> None:
    consent.ask(person=somebody(photo, sanne), by=sanne)
    assert because(photo) == ("waiting",)


def test_a_yes_is_for_the_places_that_were_said(photo: Photo, sanne: Colleague) -> None:
    person = says(somebody(photo, sanne), "site")
    assert person.state == Person.State.PARTLY
    assert because(photo) == ()
    assert because(photo, "networks") == ("elsewhere",)
    assert because(photo, "magazine") == ("elsewhere",)


def test_one_no_among_others_is_a_no(photo: Photo, sanne: Colleague) -> None:
    says(somebody(photo, sanne), "site")
    says(somebody(photo, sanne, name="Mira Kaya"))
    assert because(photo) == ("refused",)


def test_a_yes_holds_through_its_last_day(photo: Photo, sanne: Colleague) -> None:
    person = says(somebody(photo, sanne), "site", months=12)
    assert person.until is not None
    assert because(photo, on=person.until) == ()
    assert because(photo, on=person.until + timedelta(days=1)) == ("ran-out",)


def test_who_is_one_of_a_crowd_keeps_nothing_back(photo: Photo, sanne: Colleague) -> None:
    person = somebody(photo, sanne, name="", why_not_needed="crowd")
    assert person.state == Person.State.NOT_NEEDED
    assert because(photo) == ()


def test_somebody_more_shuts_a_photo_with_nobody_in_it(photo: Photo, sanne: Colleague) -> None:
    consent.say_nobody(photo=photo, by=sanne)
    consent.mark(photo=photo, by=sanne, told=consent.Told(name="Joris"))
    assert because(photo) == ("not-looked", "not-asked")


def test_nobody_in_it_cant_be_said_while_somebody_is_marked(photo: Photo, sanne: Colleague) -> None:
    somebody(photo, sanne)
    with pytest.raises(consent.StandsFast):
        consent.say_nobody(photo=photo, by=sanne)


def test_everybody_marked_cant_be_said_of_nobody(photo: Photo, sanne: Colleague) -> None:
    with pytest.raises(consent.StandsFast):
        consent.say_all_marked(photo=photo, by=sanne)


def test_taking_somebody_off_asks_to_look_again(photo: Photo, sanne: Colleague) -> None:
    person = somebody(photo, sanne)
    consent.remove(person=person, by=sanne)
    assert because(photo) == ("not-looked",)


@pytest.mark.parametrize("places", [(), ("site",)])
def test_who_answered_cant_be_taken_off(
    photo: Photo, sanne: Colleague, places: tuple[str, ...]
) -> None:
    person = says(somebody(photo, sanne), *places)
    with pytest.raises(consent.StandsFast):
        consent.remove(person=person, by=sanne)
    with pytest.raises(consent.StandsFast):
        consent.change(person=person, by=sanne, told=consent.Told(why_not_needed="crowd"))


def test_another_colleague_marks_nobody(photo: Photo, karim: Colleague) -> None:
    with pytest.raises(PermissionError):
        consent.mark(photo=photo, by=karim, told=consent.Told(name="Joris"))
    with pytest.raises(PermissionError):
        consent.say_nobody(photo=photo, by=karim)


def test_a_photo_that_isnt_there_or_isnt_ready_is_not_shown(photo: Photo, sanne: Colleague) -> None:
    consent.say_nobody(photo=photo, by=sanne)
    Photo.objects.update(state=Photo.State.WAITING)
    assert because(photo) == ("not-ready",)
    assert consent.showable([0], place="site", on=DAY)[0].because == ("gone",)


def test_an_unknown_place_is_a_mistake(photo: Photo) -> None:
    with pytest.raises(ValueError, match="moon"):
        consent.may_show(photo, place="moon", on=DAY)


def test_many_photos_cost_three_queries(
    sanne: Colleague, organisation: Organisation, django_assert_num_queries: object
) -> None:
    photos = [ready_photo(sanne) for _number in range(12)]
    for one in photos:
        says(somebody(one, sanne), "site")
    with django_assert_num_queries(3):  # type: ignore[operator]
        verdicts = consent.showable([one.pk for one in photos], place="site", on=DAY)
    assert [one.ok for one in verdicts.values()] == [True] * 12


def test_every_reason_is_a_sentence_with_a_way_out_and_without_a_name(
    photo: Photo, sanne: Colleague
) -> None:
    somebody(photo, sanne)
    told = consent.why_not(consent.may_show(photo, place="site", on=DAY))
    assert len(told) == 1
    assert "Joris" not in told[0]
