"""A yes, a no and a yes taken back: what they do to the photo, and the proof of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.notifications.models import Notice
from merkwerk.photos import actions as photos
from merkwerk.photos.actions import consent
from merkwerk.photos.actions.consent.answering import months_on
from merkwerk.photos.models import (
    ConsentEvent,
    ConsentText,
    Person,
    Photo,
    PhotoEvent,
    ProofIsKept,
)
from merkwerk.photos.tests.shown import ready_photo, says, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(sanne: Colleague, organisation: Organisation) -> Photo:
    return ready_photo(sanne, with_files=True)


@pytest.fixture
def person(photo: Photo, sanne: Colleague) -> Person:
    return somebody(photo, sanne)


def proof(person: Person) -> list[ConsentEvent]:
    return list(ConsentEvent.objects.filter(person_pk=person.pk).order_by("pk"))


def outside(photo: Photo) -> list[str]:
    return [path.name for path in settings.PUBLIC_PICTURES_DIR.glob(f"{photo.key}-*")]


def used(photo: Photo) -> None:
    """On the site, in the magazine and on a network."""
    for place, title in (("site", "Op de kade"), ("magazine", "Kade 4"), ("networks", "Toot")):
        photos.note_uses(
            mark=f"{place}:1", photos=[photo.pk], title=title, address="/x/", place=place
        )
    photos.show_outside([photo.pk])


def test_everything_that_was_asked_is_a_yes(person: Person) -> None:
    told = says(person, "site", "networks")
    assert told.state == Person.State.AGREED
    assert told.until is None


def test_a_period_ends_on_the_same_day(person: Person) -> None:
    told = says(person, "site", months=36)
    today = timezone.localdate()
    assert told.until is not None
    assert told.until.year == today.year + 3


@pytest.mark.parametrize(
    ("day", "months", "ends"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 36, date(2029, 12, 31)),
    ],
)
def test_months_on_gives_a_day_that_exists(day: date, months: int, ends: date) -> None:
    assert months_on(day, months) == ends


@pytest.mark.parametrize("name", ["Pieter Anders", ""])
def test_a_yes_is_nobody_elses(person: Person, sanne: Colleague, name: str) -> None:
    says(person, "site")
    for told in (consent.Told(name=name), consent.Told(colleague=sanne)):
        with pytest.raises(consent.StandsFast):
            consent.change(person=person, by=sanne, told=told)
    same = consent.Told(name="Joris Bakker", phone="06 12345678")
    assert consent.change(person=person, by=sanne, told=same).phone == "06 12345678"


def test_a_place_that_was_not_asked_for_is_refused(person: Person) -> None:
    with pytest.raises(ValueError, match="not asked"):
        says(person, "campaign")


def test_a_child_needs_a_guardian(person: Person) -> None:
    with pytest.raises(ValueError, match="guardian"):
        says(person, "site", is_minor=True)
    told = says(person, "site", is_minor=True, name="Noor Bakker", guardian="Joris Bakker")
    assert (told.name, told.guardian) == ("Noor Bakker", "Joris Bakker")
    assert proof(told)[-1].for_minor


def test_other_words_than_were_read_dont_count(person: Person) -> None:
    with pytest.raises(consent.OtherWords):
        says(person, "site", digest="0" * 64)
    assert not Person.objects.get(pk=person.pk).said_yes


def test_the_proof_points_to_the_words_that_were_read(person: Person) -> None:
    says(person, "site", digest=consent.terms_for(person).digest)
    line = proof(person)[-1]
    text = ConsentText.objects.get(digest=line.text_digest)
    assert text.words == consent.terms_for(person).words
    assert (line.what, line.way, line.places) == ("partly", "link", ["site"])


def test_nothing_of_the_proof_tells_a_name(person: Person) -> None:
    says(person, "site")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM photos_consentevent")
        assert "Joris" not in str(cursor.fetchall())


def test_a_yes_taken_back_empties_every_place(person: Person, photo: Photo) -> None:
    says(person, "site", "networks")
    used(photo)
    photo.refresh_from_db()
    assert outside(photo)
    before = photo.key
    told = consent.withdraw(person=person)
    assert told.state == Person.State.WITHDRAWN
    assert told.withdrawn_at is not None
    assert not outside(photo)
    photo.refresh_from_db()
    assert photo.key != before
    assert photo.outside_since is None
    last = PhotoEvent.objects.latest("pk")
    assert (last.photo_pk, last.what) == (photo.pk, PhotoEvent.What.WITHDRAWN)


def test_a_yes_taken_back_lists_what_is_out_of_reach(person: Person, photo: Photo) -> None:
    says(person, "site", "networks")
    used(photo)
    consent.withdraw(person=person)
    beyond = proof(person)[-1].beyond
    assert {one["place"] for one in beyond} == {"site", "magazine", "networks"}
    assert "Kade 4" in {one["title"] for one in beyond}


def test_taking_back_twice_is_once(person: Person) -> None:
    says(person, "site")
    first = consent.withdraw(person=person).withdrawn_at
    assert consent.withdraw(person=person).withdrawn_at == first
    assert [line.what for line in proof(person)].count("withdrawn") == 1


def test_a_no_after_a_yes_is_taking_it_back(person: Person) -> None:
    says(person, "site")
    assert says(person).state == Person.State.WITHDRAWN


def test_one_can_say_yes_again(person: Person, photo: Photo) -> None:
    says(person, "site")
    used(photo)
    consent.withdraw(person=person)
    told = says(person, "site")
    assert told.state == Person.State.PARTLY
    assert told.withdrawn_at is None
    photo.refresh_from_db()
    assert photo.outside_since is not None


def test_fewer_places_keep_it_on_the_site_under_a_new_address(person: Person, photo: Photo) -> None:
    says(person, "site", "networks")
    used(photo)
    photo.refresh_from_db()
    before = photo.key
    says(person, "site")
    photo.refresh_from_db()
    assert photo.key != before
    assert outside(photo)


def test_whoever_brought_it_hears_of_it_without_a_name(person: Person, sanne: Colleague) -> None:
    says(person, "site")
    consent.withdraw(person=person, now=timezone.now() + timedelta(seconds=2))
    kinds = list(Notice.objects.filter(colleague=sanne).values_list("kind", "facts"))
    assert sorted(kind for kind, _facts in kinds) == ["consent_answered", "consent_taken_back"]
    assert "Joris" not in str(kinds)


def test_proof_is_never_changed_or_removed(person: Person) -> None:
    line = proof(person)[0]
    line.what = "agreed"
    for attempt in (line.save, line.delete, ConsentEvent.objects.all().delete):
        with pytest.raises(ProofIsKept):
            attempt()
    with pytest.raises(ProofIsKept):
        ConsentEvent.objects.update(what="agreed")


def test_a_line_that_is_changed_or_missing_shows(person: Person) -> None:
    says(person, "site")
    consent.withdraw(person=person)
    lines = proof(person)
    assert consent.is_whole(lines)
    assert not consent.is_whole([lines[0], *lines[2:]])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE photos_consentevent SET what = 'agreed' WHERE what = 'withdrawn'")
    assert not consent.is_whole(proof(person))


def test_the_proof_outlives_the_photo(person: Person, photo: Photo, sanne: Colleague) -> None:
    says(person, "site")
    consent.let_go(photo_pk=photo.pk, by=sanne)
    photo.delete()
    lines = proof(person)
    assert [line.what for line in lines] == ["marked", "partly", "removed"]
    assert lines[0].who == consent.who_mark(photo_pk=lines[0].photo_pk, name="joris  BAKKER")


def test_a_name_is_erased_only_when_no_yes_stands(person: Person) -> None:
    says(person, "site")
    with pytest.raises(consent.StandsFast):
        consent.erase(person=person)
    consent.withdraw(person=person)
    told = consent.erase(person=person)
    assert (told.name, told.email) == ("", "")
    assert told.state == Person.State.WITHDRAWN
    lines = proof(person)
    assert consent.is_whole(lines)
    assert len({line.who for line in lines}) == 1


def test_whoever_was_erased_answers_no_more(person: Person) -> None:
    says(person)
    consent.erase(person=person)
    with pytest.raises(consent.StandsFast):
        says(person, "site")


def test_private_words_are_encrypted(person: Person) -> None:
    says(person, "site", remark="Liever niet van opzij", name="Joris Bakker")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM photos_person")
        told = str(cursor.fetchall())
    assert "Joris" not in told
    assert "buiten.example" not in told
    assert "opzij" not in told


def test_the_words_are_in_the_language_that_was_chosen(person: Person) -> None:
    consent.speak(person=person, language="en")
    person.refresh_from_db()
    english = consent.terms_for(person)
    assert "You decide" in english.words
    consent.speak(person=person, language="xx")
    person.refresh_from_db()
    assert person.language == "en"
