"""Colleagues are found by what they told, and by nothing they hid."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues import actions
from merkwerk.colleagues.models import Department, Profile, Stance
from merkwerk.colleagues.tests.people import client_of, somebody

pytestmark = pytest.mark.django_db


def found(text: str = "", **narrow: object) -> list[str]:
    asked = {"department": None, "place": "", "subject": None, **narrow}
    by = Colleague.objects.first() or somebody("Zoeker")
    return [str(p) for p in actions.find(by=by, text=text, **asked)]  # type: ignore[arg-type]


def test_it_finds_by_name_without_accents() -> None:
    somebody("Zoë Brûlé", function="Bakker")
    assert found("zoe brule") == ["Zoë Brûlé"]


def test_it_finds_with_accents_what_was_written_without() -> None:
    somebody("Zoe Brule", function="Bakker")
    assert found("ZOË") == ["Zoe Brule"]


@pytest.mark.parametrize("word", ["jurist", "recht", "arnhem", "koerier", "3"])
def test_it_finds_by_what_somebody_told(word: str) -> None:
    somebody(
        "Joris",
        function="Jurist",
        department="Recht",
        place="Arnhem",
        floor="3",
        working_on="Fietskoerier Oost",
    )
    assert found(word) == ["Joris"]


def test_a_short_word_has_to_begin_a_word() -> None:
    somebody("Joris", floor="13")
    assert found("3") == []


def test_every_word_has_to_be_there() -> None:
    somebody("Joris", place="Arnhem")
    assert found("joris zwolle") == []


def test_it_finds_by_a_subject_that_is_shown() -> None:
    actions.feel(by=somebody("Joris"), name="Privacy", feeling="gladly", found=True)
    assert found("privacy") == ["Joris"]


@pytest.mark.parametrize(
    ("feeling", "shown"), [("gladly", False), ("sometimes", True), ("not-me", True)]
)
def test_it_does_not_find_by_a_hidden_subject(feeling: str, shown: bool) -> None:
    actions.feel(by=somebody("Joris"), name="Privacy", feeling=feeling, found=shown)
    assert found("privacy") == []


def test_a_subject_that_becomes_hidden_is_not_found_any_more() -> None:
    joris = somebody("Joris")
    actions.feel(by=joris, name="Privacy", feeling="gladly", found=True)
    actions.feel(by=joris, name="privacy", feeling="not-me", found=True)
    assert found("privacy") == []


def test_it_narrows_by_department_place_and_subject() -> None:
    one = somebody("Een", department="Recht", place="Arnhem")
    somebody("Twee", department="Bouw", place="Zwolle")
    subject = actions.feel(by=one, name="btw", feeling="gladly", found=True).subject
    assert found(department=Department.objects.get(name="Recht")) == ["Een"]
    assert found(place="Zwolle") == ["Twee"]
    assert found(subject=subject) == ["Een"]


def test_a_new_name_is_found_at_the_next_look() -> None:
    joris = somebody("Joris", place="Arnhem")
    Colleague.objects.filter(pk=joris.pk).update(name="Jorinde")
    actions.catch_up()
    assert found("jorinde") == ["Jorinde"]


def test_catching_up_makes_missing_profiles_once() -> None:
    somebody("Een"), somebody("Twee")
    assert (actions.catch_up(), actions.catch_up()) == (2, 0)
    assert Profile.objects.count() == 2


def test_a_renamed_department_is_found_by_its_new_name() -> None:
    somebody("Joris", department="Recht")
    actions.rename_department(department=Department.objects.get(), name="Juridisch")
    assert found("juridisch") == ["Joris"]
    assert found("recht") == []


def test_a_removed_department_leaves_its_people() -> None:
    somebody("Joris", department="Recht")
    actions.remove_department(department=Department.objects.get())
    assert found("joris") == ["Joris"]
    assert found("recht") == []


def test_somebody_who_left_is_not_found() -> None:
    somebody("Blijver")
    gone = somebody("Joris", place="Arnhem")
    Colleague.objects.filter(pk=gone.pk).update(left_at=timezone.now())
    assert found("joris") == []


def test_the_order_is_by_name_whatever_the_accents() -> None:
    for name in ("Zed", "Émile", "anna"):
        somebody(name, place="Arnhem")
    assert found() == ["anna", "Émile", "Zed"]


def test_a_search_that_cannot_be_read_finds_everybody() -> None:
    joris = somebody("Joris")
    actions.catch_up()
    page = client_of(joris).get(
        reverse("colleagues:people"), {"department": "x", "subject": "-1", "page": "zz"}
    )
    assert page.status_code == 200
    assert "Joris" in page.content.decode()


@pytest.mark.parametrize("count", [3, 40])
def test_the_directory_asks_a_fixed_number_of_questions(
    count: int, django_assert_max_num_queries: object
) -> None:
    people = [somebody(f"Nummer {n}", department="Recht") for n in range(count)]
    client = client_of(people[0])
    client.get(reverse("colleagues:people"))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = client.get(reverse("colleagues:people"))
    assert page.content.decode().count("Nummer ") >= min(count, 30)


def test_subjects_have_one_spelling() -> None:
    one = actions.feel(by=somebody("Een"), name="Privacy", feeling="gladly", found=True)
    two = actions.feel(by=somebody("Twee"), name="  prívacy ", feeling="gladly", found=True)
    assert one.subject == two.subject
    assert two.subject.name == "Privacy"


def test_a_subject_nobody_holds_any_more_goes() -> None:
    stance = actions.feel(by=somebody("Een"), name="Privacy", feeling="not-me", found=True)
    subject = stance.subject
    actions.remove_stance(stance=stance)
    assert not Stance.objects.filter(subject=subject.pk).exists()
    assert not type(subject).objects.exists()


def test_htmx_gets_only_what_was_found() -> None:
    client, where = client_of(somebody("Joris")), reverse("colleagues:people")
    actions.catch_up()
    found = client.get(where, headers={"HX-Request": "true"}).content.decode()
    assert "Joris" in found
    assert "<html" not in found
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(where, headers=back).content.decode()
