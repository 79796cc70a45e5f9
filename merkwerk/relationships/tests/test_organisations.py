"""Organisations: one's own people there, who is shared, and nobody else."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from merkwerk.accounts.models import Colleague, Role
from merkwerk.lib.style import HOSTILE
from merkwerk.networks.models import Identity
from merkwerk.relationships import actions
from merkwerk.relationships.models import Contact, Relationship
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db
LIST = reverse("relationships:organisations")
PLACE = reverse("relationships:organisation", args=["fietskoerier oost"])


@pytest.fixture
def sanne() -> Colleague:
    return people.colleague("Sanne Vos")


def at(by: Colleague, name: str, organisation: str = "Fietskoerier Oost B.V.") -> Relationship:
    return actions.add_contact(by=by, name=name, organisation=organisation)


def page(reader: Colleague, where: str = PLACE) -> str:
    html = people.client_of(reader).get(where).content.decode()
    return html[html.index("<main") : html.index("</main>")]


def test_spellings_of_one_organisation_are_one_page(sanne: Colleague) -> None:
    at(sanne, "Joris Bakker")
    at(sanne, "Ilse Bruin", "fietskoerier Oost")
    html = page(sanne)
    assert "Joris Bakker" in html
    assert "Ilse Bruin" in html
    assert page(sanne, LIST).count("<h2><a ") == 1


def test_another_spelling_in_the_address_leads_to_the_page(sanne: Colleague) -> None:
    where = reverse("relationships:organisation", args=["Fietskoerier Oost B.V."])
    assert people.client_of(sanne).get(where).headers["Location"] == PLACE


def test_who_is_shared_stands_apart(sanne: Colleague) -> None:
    karim = people.colleague("Karim Aydin")
    actions.share(relationship=at(karim, "Ilse Bruin"), by=karim)
    html = page(sanne)
    assert html.index("People your colleagues know there") < html.index("Ilse Bruin")
    assert "Karim Aydin" in html


@pytest.mark.parametrize("role", ["", Role.ADMINISTRATOR, Role.ADVISER])
def test_what_is_hidden_leaves_no_trace(sanne: Colleague, role: str) -> None:
    reader = people.colleague("Ander", role)
    client = people.client_of(reader)
    client.get(PLACE)
    told = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            html = client.get(PLACE).content.decode()
        told.append((len(asked), html[html.index("<main") : html.index("</main>")]))
        at(sanne, "Joris Bakker")
    assert told[0] == told[1]


def test_a_guest_sees_only_their_own(sanne: Colleague) -> None:
    actions.share(relationship=at(sanne, "Joris Bakker"), by=sanne)
    guest = people.colleague("Gast", Role.ADVISER)
    at(guest, "Ilse Bruin")
    html = page(guest)
    assert "Ilse Bruin" in html
    assert "Joris" not in html


def said_by(relationship: Relationship, words: str) -> Identity:
    somebody = people.identity(relationship.contact.name)
    people.post(somebody, words)
    actions.join(relationship=relationship, by=relationship.colleague, handle=somebody.handle)
    return somebody


def test_what_own_people_said_in_public_stands_there(sanne: Colleague) -> None:
    said_by(at(sanne, "Joris Bakker"), "Wij zoeken een planner.")
    assert "Wij zoeken een planner." in page(sanne)


def test_which_account_a_colleague_joined_is_not_told(sanne: Colleague) -> None:
    karim = people.colleague("Karim")
    one = at(karim, "Ilse Bruin")
    said_by(one, "Onder een andere naam.")
    actions.share(relationship=one, by=karim, moments=True)
    assert "Onder een andere naam." not in page(sanne)


def test_a_post_for_few_is_not_shown_to_others(sanne: Colleague) -> None:
    one = at(sanne, "Joris Bakker")
    somebody = said_by(one, "Openbaar")
    people.post(somebody, "Besloten", audience="limited")
    html = page(sanne)
    assert "Openbaar" in html
    assert "Besloten" not in html


def test_who_came_and_who_left_is_told(sanne: Colleague) -> None:
    joris = at(sanne, "Joris Bakker")
    actions.describe(
        relationship=joris, by=sanne, name="Joris Bakker", organisation="De Klimop",
        function="", today=date(2026, 10, 1),
    )  # fmt: skip
    assert "left, October 2026" in " ".join(page(sanne).split())
    there = page(sanne, reverse("relationships:organisation", args=["klimop"]))
    other = page(sanne, reverse("relationships:organisation", args=["de klimop"]))
    assert "came to work here, October 2026" in " ".join((there + other).split())


def test_what_came_of_it_stands_there_for_oneself(sanne: Colleague) -> None:
    karim = people.colleague("Karim")
    for by, title in ((sanne, "Eigen opdracht"), (karim, "Andermans opdracht")):
        one = at(by, "Joris Bakker")
        actions.share(relationship=one, by=by)
        actions.tell_outcome(
            relationship=one, by=by, kind="assignment", title=title, on=date(2026, 9, 1)
        )
    html = page(sanne)
    assert "Eigen opdracht" in html
    assert "Andermans opdracht" not in html


def test_the_pages_ask_the_same_however_many(sanne: Colleague) -> None:
    karim, client = people.colleague("Karim"), people.client_of(sanne)
    client.get(PLACE)
    asked = []
    for number in range(5):
        at(sanne, f"A{number}")
        at(sanne, f"B{number}", f"Zaak {number}")
        actions.share(relationship=at(karim, f"C{number}"), by=karim)
        with CaptureQueriesContext(connection) as told:
            client.get(PLACE)
            client.get(LIST)
        asked.append(len(told))
    assert asked[0] == asked[-1]


def test_without_organisations_it_says_how_they_come(sanne: Colleague) -> None:
    assert "No organisations yet" in page(sanne, LIST)


@pytest.mark.parametrize("name", [HOSTILE[:190], "'\"><b>x</b>", "B.V.", "日本語", "a" * 200])
def test_strange_names_have_a_page_too(sanne: Colleague, name: str) -> None:
    at(sanne, "Joris Bakker", name)
    key = Contact.objects.get().organisation_key
    where = reverse("relationships:organisation", args=[key])
    assert "Joris Bakker" in page(sanne, where)
    assert where in people.client_of(sanne).get(LIST).content.decode()


def test_no_key_breaks_the_page(sanne: Colleague) -> None:
    client = people.client_of(sanne)
    for key in ("%25", "..", "a" * 3000, "&", "‮x"):
        where = reverse("relationships:organisation", args=[key])
        assert client.get(where, follow=True).status_code == 200
