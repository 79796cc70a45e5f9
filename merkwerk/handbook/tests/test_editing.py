"""Working on the next edition, and publishing it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from merkwerk.accounts.models import Colleague, Organisation, Role
from merkwerk.engine.encouragement import Ease
from merkwerk.handbook import actions
from merkwerk.handbook.models import Edition, Example, Situation
from merkwerk.handbook.tests import people

pytestmark = pytest.mark.django_db
PAGES = ("edit/", "edit/guideline/", "edit/situations/", "edit/examples/", "people/")


@pytest.fixture
def lead() -> Colleague:
    return people.editor()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.EDITOR, Role.ADVISER, Role.COLLEAGUE])
def test_others_do_not_work_on_it(role: Role) -> None:
    client = people.client_of(people.colleague("Iemand", role))
    assert {client.get(f"/handbook/{page}").status_code for page in PAGES} == {403}
    with pytest.raises(PermissionDenied):
        actions.publish(by=people.colleague("Iemand", role), news="x")


@pytest.mark.parametrize("role", [Role.SOCIAL_LEAD, Role.BOARD_MEMBER])
def test_who_guards_and_who_carries_it_do(role: Role) -> None:
    client = people.client_of(people.colleague("Iemand", role))
    people.situation(people.editor())
    assert {client.get(f"/handbook/{page}").status_code for page in PAGES} == {200}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_start_is_ten_examples_that_forbid_nothing(lead: Colleague, language: str) -> None:
    organisation = Organisation.objects.get()
    organisation.language = language
    organisation.save()
    assert actions.begin(by=lead)
    assert Example.objects.count() == 10
    looked = actions.look_at_draft(actions.freeze())
    assert not looked.texts
    assert looked.readability
    assert looked.readability.ease is Ease.EASY
    assert looked.minutes <= 5


def test_a_start_takes_the_place_of_nothing(lead: Colleague) -> None:
    actions.begin(by=lead)
    assert not actions.begin(by=lead)
    assert Example.objects.count() == 10


def test_the_start_is_offered_and_nothing_is_published_by_it(lead: Colleague) -> None:
    client = people.client_of(lead)
    assert "Begin with ten examples" in client.get("/handbook/edit/").content.decode()
    client.post("/handbook/edit/begin/")
    assert not Edition.objects.exists()


def test_publishing_twice_is_publishing_once(lead: Colleague) -> None:
    people.edition(lead)
    with pytest.raises(actions.NothingNew):
        actions.publish(by=lead, news="Nog eens.")
    assert Edition.objects.count() == 1


def test_nothing_is_not_published(lead: Colleague) -> None:
    with pytest.raises(actions.NothingYet):
        actions.publish(by=lead, news="Niets.")


def test_it_asks_for_a_sentence_on_what_is_new(lead: Colleague) -> None:
    people.example(lead)
    answer = people.client_of(lead).post("/handbook/edit/publish/", {"news": " "})
    assert answer.status_code == 422
    assert "One sentence" in answer.content.decode()
    assert not Edition.objects.exists()


def test_what_is_removed_stays_in_the_edition_that_had_it(lead: Colleague) -> None:
    edition = people.edition(lead)
    actions.remove_situation(situation=Situation.objects.get(), by=lead)
    assert actions.read(edition).found
    assert not actions.freeze()["situations"]


def test_a_situation_comes_once(lead: Colleague) -> None:
    assert people.situation(lead, "Een foto") == people.situation(lead, "een FOTO")


def test_words_that_forbid_are_shown_and_kept_all_the_same(lead: Colleague) -> None:
    where = people.situation(lead)
    told = {"situation": where.pk, "what": "Je mag geen foto’s maken.", "why": "Daarom."}
    client = people.client_of(lead)
    looked = client.post("/handbook/edit/examples/", {**told, "look": "on"}).content.decode()
    assert "mag geen" in looked
    assert "Wil je …? Vraag dan even …" in looked
    assert not Example.objects.exists()
    assert client.post("/handbook/edit/examples/", told).status_code == 302
    assert "mag geen" in client.get("/handbook/edit/").content.decode()


def test_what_is_typed_is_looked_at_and_not_kept(lead: Colleague) -> None:
    client = people.client_of(lead)
    answer = client.post("/handbook/edit/tone/", {"clause": "Delen is verboden."})
    assert "verboden" in answer.content.decode()
    assert actions.the_draft().clause == ""


def test_the_clause_leads_to_an_address_only(lead: Colleague) -> None:
    told = {"guideline": "Denk na.", "clause": "", "clause_link": "javascript:alert(1)"}
    answer = people.client_of(lead).post("/handbook/edit/guideline/", told)
    assert answer.status_code == 422
    assert "Denk na." in answer.content.decode()


@pytest.mark.parametrize("page", ["situations", "examples"])
def test_a_removed_thing_is_not_there(lead: Colleague, page: str) -> None:
    example = people.example(lead)
    number = example.pk if page == "examples" else example.situation_id
    client = people.client_of(lead)
    client.post(f"/handbook/edit/{page}/{number}/remove/")
    assert client.get(f"/handbook/edit/{page}/{number}/").status_code == 404


def test_an_example_without_a_situation_begins_with_one(lead: Colleague) -> None:
    answer = people.client_of(lead).get("/handbook/edit/examples/")
    assert answer.headers["Location"] == "/handbook/edit/situations/"
