"""A birthday by hand, as it comes out of an address book too."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from merkwerk.relationships.models import Relationship
from merkwerk.relationships.tests.people import client_of, colleague, knows

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine() -> Relationship:
    return knows(colleague(), "Joris Bakker")


@pytest.fixture
def client(mine: Relationship) -> Client:
    return client_of(mine.colleague)


def typed(client: Client, mine: Relationship, words: str) -> int:
    told = {"how_met": "", "note": "", "birthday": words}
    return client.post(f"/relationships/{mine.pk}/note/", told).status_code


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("14 March 1980", "1980-03-14"), ("14 maart 1980", "1980-03-14"), ("14-3-80", "1980-03-14"),
        ("1980-03-14", "1980-03-14"), ("14 March", "1604-03-14"), ("14 maart", "1604-03-14"),
        ("14-3", "1604-03-14"), ("14/03", "1604-03-14"), ("29 februari", "1604-02-29"),
        ("29-2", "1604-02-29"), ("", ""),
    ],
)  # fmt: skip
def test_a_day_is_kept_as_people_type_it(
    client: Client, mine: Relationship, words: str, kept: str
) -> None:
    assert typed(client, mine, words) == 302
    mine.refresh_from_db()
    assert mine.birthday == kept


@pytest.mark.parametrize("words", ["ooit", "31-2", "14 March 2999", "1", "14 14 14", "x" * 61])
def test_what_is_no_day_comes_back(client: Client, mine: Relationship, words: str) -> None:
    assert typed(client, mine, words) == 422
    mine.refresh_from_db()
    assert mine.birthday == ""


def test_the_form_shows_what_is_kept(client: Client, mine: Relationship) -> None:
    Relationship.objects.filter(pk=mine.pk).update(birthday="1604-04-12")
    page = client.get(f"/relationships/{mine.pk}/note/").content.decode()
    assert 'value="12 April"' in page


@pytest.mark.parametrize("kept", ["1604-04-12", "1980-04-12", "rond Pasen"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_saving_without_a_change_changes_nothing(
    client: Client, mine: Relationship, kept: str, language: str
) -> None:
    Relationship.objects.filter(pk=mine.pk).update(birthday=kept)
    mine.colleague.language = language
    mine.colleague.save()
    with translation.override(language):
        page = client.get(f"/relationships/{mine.pk}/note/").context["form"]["birthday"].value()
    assert typed(client, mine, page) == 302
    mine.refresh_from_db()
    assert mine.birthday == kept


def test_it_can_be_taken_away(client: Client, mine: Relationship) -> None:
    Relationship.objects.filter(pk=mine.pk).update(birthday="1980-04-12")
    typed(client, mine, "")
    mine.refresh_from_db()
    assert mine.birthday == ""
