"""What the pages of the directory show, to whom."""

from __future__ import annotations

import pytest
from django.urls import reverse

from merkwerk.accounts.models import Colleague, Role
from merkwerk.colleagues import actions
from merkwerk.colleagues.models import Department, Stance
from merkwerk.colleagues.tests.people import administrator, client_of, somebody

pytestmark = pytest.mark.django_db
PAGES = ["colleagues:people", "colleagues:profile", "colleagues:subjects"]


def read(by: Colleague, name: str, **at: int) -> str:
    answer = client_of(by).get(reverse(name, kwargs=at))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows(name: str) -> None:
    assert "<h1" in read(somebody(), name)


def test_the_page_of_a_colleague_shows_what_they_told() -> None:
    joris = somebody("Joris", function="Jurist", place="Arnhem", working_on="Btw", about="Vraag")
    actions.feel(by=joris, name="Zeilen", feeling="gladly", found=True)
    page = read(somebody("Lezer"), "colleagues:colleague", pk=joris.pk)
    for word in ("Jurist", "Arnhem", "Btw", "Vraag", "Zeilen", "mailto:joris@zaak.example"):
        assert word in page


def test_a_profile_is_made_when_it_is_missing() -> None:
    joris = somebody("Joris")
    read(somebody("Lezer"), "colleagues:colleague", pk=joris.pk)
    assert joris.profile.named == "Joris"


@pytest.mark.parametrize("role", ["", Role.ADMINISTRATOR, Role.SOCIAL_LEAD, Role.ADVISER])
def test_nobody_else_sees_a_hidden_subject(role: str) -> None:
    joris, other = somebody("Joris"), somebody("Lezer", role)
    for feeling in ("not-me", "sometimes"):
        actions.feel(by=joris, name=f"Zwijgen {feeling}", feeling=feeling, found=True)
    actions.feel(by=joris, name="Zwijgen stil", feeling="gladly", found=False)
    client = client_of(other)
    for where in (
        reverse("colleagues:colleague", kwargs={"pk": joris.pk}),
        *(reverse(name) for name in PAGES),
        reverse("colleagues:people") + "?q=joris",
    ):
        assert "Zwijgen" not in client.get(where).content.decode(), where


def test_the_owner_sees_the_whole_map() -> None:
    joris = somebody("Joris")
    actions.feel(by=joris, name="Zwijgen", feeling="not-me", found=True)
    assert "Zwijgen" in read(joris, "colleagues:subjects")


def test_a_hidden_spelling_is_not_given_to_another() -> None:
    actions.feel(by=somebody("Joris"), name="GEHEIM", feeling="not-me", found=True)
    stance = actions.feel(by=somebody("Lezer"), name="geheim", feeling="gladly", found=True)
    assert stance.subject.name == "geheim"


@pytest.mark.parametrize("name", ["colleagues:feel", "colleagues:remove_stance"])
@pytest.mark.parametrize("role", ["", Role.ADMINISTRATOR])
def test_it_refuses_a_stranger_s_subject(name: str, role: str) -> None:
    stance = actions.feel(by=somebody("Joris"), name="Btw", feeling="not-me", found=True)
    answer = client_of(somebody("Ander", role)).post(
        reverse(name, kwargs={"pk": stance.pk}), {"feeling": "gladly"}
    )
    assert answer.status_code == 404
    assert Stance.objects.get().feeling == "not-me"


def test_a_subject_can_be_typed_changed_and_taken_off() -> None:
    client = client_of(somebody())
    client.post(reverse("colleagues:subjects"), {"name": "Btw", "feeling": "gladly", "found": "on"})
    stance = Stance.objects.get()
    client.post(reverse("colleagues:feel", kwargs={"pk": stance.pk}), {"feeling": "not-me"})
    assert Stance.objects.get().feeling == "not-me"
    client.post(reverse("colleagues:remove_stance", kwargs={"pk": stance.pk}))
    assert not Stance.objects.exists()


def test_a_subject_without_a_name_gets_a_clear_sentence() -> None:
    answer = client_of(somebody()).post(reverse("colleagues:subjects"), {"feeling": "gladly"})
    assert answer.status_code == 422
    assert "Write a subject" in answer.content.decode()


def test_an_own_page_can_be_edited() -> None:
    sanne = somebody()
    client_of(sanne).post(reverse("colleagues:profile"), {"function": "Bak\u202eker", "floor": "2"})
    sanne.profile.refresh_from_db()
    assert (sanne.profile.function, sanne.profile.floor) == ("Bakker", "2")


def test_nothing_typed_is_lost_when_something_is_too_long() -> None:
    answer = client_of(somebody()).post(
        reverse("colleagues:profile"), {"function": "Bakker", "floor": "x" * 50}
    )
    assert answer.status_code == 422
    assert "x" * 50 in answer.content.decode()
    assert "Bakker" in answer.content.decode()


def test_an_adviser_sees_the_directory_without_addresses() -> None:
    joris = somebody("Joris", function="Jurist")
    page = read(somebody("Gast", Role.ADVISER), "colleagues:colleague", pk=joris.pk)
    assert "Jurist" in page
    assert "joris@zaak.example" not in page


def test_hostile_words_are_shown_harmless() -> None:
    joris = somebody("<script>alert(1)</script>", function="<img src=x onerror=alert(1)>")
    for page in (
        read(joris, "colleagues:people"),
        read(joris, "colleagues:colleague", pk=joris.pk),
        read(joris, "colleagues:profile"),
    ):
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("name", "at"),
    [("departments", {}), ("department", {"pk": 1}), ("remove_department", {"pk": 1})],
)
def test_departments_are_for_administrators(name: str, at: dict[str, int]) -> None:
    Department.objects.create(pk=1, name="Recht")
    answer = client_of(somebody()).post(reverse(f"colleagues:{name}", kwargs=at), {"name": "Weg"})
    assert answer.status_code == 403
    assert Department.objects.get().name == "Recht"


def test_an_administrator_keeps_the_departments() -> None:
    client = client_of(administrator())
    client.post(reverse("colleagues:departments"), {"name": "Recht"})
    made = Department.objects.get()
    client.post(reverse("colleagues:department", kwargs={"pk": made.pk}), {"name": "Juridisch"})
    assert "Juridisch" in client.get(reverse("colleagues:departments")).content.decode()
    client.post(reverse("colleagues:remove_department", kwargs={"pk": made.pk}))
    assert not Department.objects.exists()


def test_a_department_is_not_made_twice() -> None:
    client = client_of(administrator())
    client.post(reverse("colleagues:departments"), {"name": "Recht"})
    answer = client.post(reverse("colleagues:departments"), {"name": "Recht"})
    assert answer.status_code == 422
    assert "already" in answer.content.decode()


def test_nobody_found_gets_a_kind_word() -> None:
    page = client_of(somebody()).get(reverse("colleagues:people"), {"q": "bestaatniet"})
    assert "Nobody found" in page.content.decode()
