"""The first run: once, for whoever comes first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from merkwerk.accounts import actions
from merkwerk.accounts.middleware import forget_organisation
from merkwerk.accounts.models import Colleague, Organisation, Role
from merkwerk.accounts.tests.ways import LOGIN, PASSWORD, at_once, is_in

FIRST = reverse("accounts:first_run")
TYPED = {
    "organisation": "Kade en Kroon",
    "name": "Ada Beheer",
    "email": "Ada@Kade.example",
    "password": PASSWORD,
    "language": "en",
}


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    forget_organisation()
    yield
    forget_organisation()


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["/", "/listening/", "/nowhere/", "/me/colleagues/"])
def test_every_page_leads_to_the_first_run(client: Client, where: str) -> None:
    assert client.get(where)["Location"] == FIRST


@pytest.mark.django_db
@pytest.mark.parametrize("where", [FIRST, LOGIN])
def test_some_pages_answer_before_that(client: Client, where: str) -> None:
    assert client.get(where).status_code == 200


@pytest.mark.django_db
def test_it_makes_the_organisation_and_its_administrator(client: Client) -> None:
    client.post(FIRST, TYPED)
    ada = Colleague.objects.get()
    assert (ada.email, ada.name, ada.is_administrator) == ("ada@kade.example", "Ada Beheer", True)
    assert Organisation.objects.get().name == "Kade en Kroon"
    assert is_in(client)


@pytest.mark.django_db
def test_a_mistake_loses_nothing_typed(client: Client) -> None:
    answer = client.post(FIRST, TYPED | {"password": "kort"})
    assert answer.status_code == 422
    assert "Kade en Kroon" in answer.content.decode()
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_a_second_press_makes_nothing(client: Client) -> None:
    client.post(FIRST, TYPED)
    answer = Client().post(FIRST, TYPED | {"email": "mallory@kade.example"})
    assert answer.status_code == 302
    assert Colleague.objects.count() == 1


@pytest.mark.django_db
def test_afterwards_strangers_are_asked_who_they_are(organisation: object, client: Client) -> None:
    assert "/account/login/" in client.get("/listening/")["Location"]


@pytest.mark.django_db
def test_a_known_organisation_costs_no_query(
    organisation: object, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(LOGIN)
    with django_assert_num_queries(0):
        client.get("/listening/")


@pytest.mark.django_db
def test_half_of_it_is_nothing(colleague_named: object) -> None:
    Organisation.objects.all().delete()
    Colleague.objects.create_user("ada@kade.example", name="Somebody else")
    with pytest.raises(Exception, match=r"(?i)unique"):
        actions.begin(
            organisation="K", name="Ada", email="ada@kade.example", password="x", language="en"
        )
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_the_name_of_the_organisation_is_no_password(organisation: Organisation) -> None:
    answer = Client().post(reverse("accounts:first_run"), TYPED | {"password": "merkwerkmerkwerk"})
    assert answer.status_code == 302
    organisation.delete()
    answer = Client().post(FIRST, TYPED | {"password": "merkwerkmerkwerk"})
    assert "mostly the name" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_make_one() -> None:
    def press(number: int) -> object:
        try:
            return actions.begin(
                organisation=f"O{number}",
                name="Ada",
                email=f"ada{number}@kade.example",
                password=PASSWORD,
                language="nl",
            )
        except actions.AlreadyBegun:
            return None

    results = at_once(press)
    assert len(results) == 3
    assert sum(result is not None for result in results) == 1
    assert Colleague.objects.count() == 1
    assert Colleague.objects.get().roles == {Role.ADMINISTRATOR, Role.COLLEAGUE}
