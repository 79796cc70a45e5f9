"""An edition as colleagues read it: searched, timed, renewed; and what is seen outside."""

from __future__ import annotations

import pytest
from django.test import Client

from merkwerk.accounts.models import Colleague, Role
from merkwerk.handbook import actions
from merkwerk.handbook.models import Edition, ReadingMark
from merkwerk.handbook.tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Colleague:
    return people.editor()


@pytest.fixture
def edition(lead: Colleague) -> Edition:
    return people.edition(lead)


def page(reader: Colleague, where: str = "/handbook/") -> str:
    return people.client_of(reader).get(where).content.decode()


def test_the_guideline_stands_on_top(edition: Edition) -> None:
    text = page(people.colleague())
    assert text.index("Gebruik je gezonde verstand.") < text.index("Een collega vroeg het eerst.")
    assert "Read in one minute." in text


def test_what_is_worked_on_is_not_read_yet(edition: Edition, lead: Colleague) -> None:
    people.example(lead, what="Nog niet af")
    assert "Nog niet af" not in page(people.colleague())


def test_words_narrow_it(edition: Edition, lead: Colleague) -> None:
    other = people.situation(lead, "Een fout")
    people.example(lead, situation=other, what="Zij zette het recht.", why="Zo kan het.")
    actions.publish(by=lead, news="Fouten erbij.")
    found = actions.read(Edition.objects.latest("number"), words="RÉCHT fout")
    assert [one.name for one in found.situations] == ["Een fout"]


def test_a_situation_narrows_it(edition: Edition) -> None:
    number = edition.contents["situations"][0]["pk"]
    assert actions.read(edition, situation=number).found
    assert not actions.read(edition, situation=number + 1).found


def test_what_is_not_found_leads_to_a_person(edition: Edition) -> None:
    text = page(people.colleague(), "/handbook/?q=zebra")
    assert "Not in the handbook yet" in text
    assert "/handbook/questions/new/" in text


@pytest.mark.parametrize("query", ["situation=x", "situation=999", "q=" + "a" * 5000, "q=%00"])
def test_a_strange_question_breaks_nothing(edition: Edition, query: str) -> None:
    answer = people.client_of(people.colleague()).get(f"/handbook/?{query}")
    assert answer.status_code in {200, 400}


def test_what_is_new_is_told_until_it_is_read(edition: Edition, lead: Colleague) -> None:
    sanne = people.colleague()
    people.client_of(sanne).post("/handbook/read/", {"number": 1})
    assert actions.renewed_for(sanne) is None
    people.example(lead, what="Nieuw", why="Daarom.")
    actions.publish(by=lead, news="Een voorbeeld erbij.")
    renewed = actions.renewed_for(sanne)
    assert renewed
    assert renewed.news == ("Een voorbeeld erbij.",)
    assert "Een voorbeeld erbij." in page(sanne)


def test_who_skipped_editions_hears_of_each(edition: Edition, lead: Colleague) -> None:
    people.example(lead, what="Nieuw", why="Daarom.")
    actions.publish(by=lead, news="Erbij.")
    renewed = actions.renewed_for(people.colleague())
    assert renewed
    assert renewed.is_first
    assert renewed.news == ("Erbij.", "Het begin.")


def test_an_older_edition_read_later_takes_nothing_back(edition: Edition, lead: Colleague) -> None:
    sanne = people.colleague()
    people.example(lead, what="Nieuw", why="Daarom.")
    newest = actions.publish(by=lead, news="Erbij.")
    actions.mark_read(edition=newest, by=sanne)
    actions.mark_read(edition=edition, by=sanne)
    assert actions.renewed_for(sanne) is None


def test_nobody_sees_who_read_it(edition: Edition, lead: Colleague) -> None:
    sanne = people.colleague("Sanne Zwijgzaam")
    actions.mark_read(edition=edition, by=sanne)
    admin = people.colleague("Ada Beheer", Role.ADMINISTRATOR)
    for reader in (lead, admin, people.colleague("Karim Aydin")):
        for where in ("/handbook/", "/handbook/editions/", "/handbook/edit/", "/handbook/people/"):
            assert "Zwijgzaam" not in page(reader, where).replace("Sanne Zwijgzaam</option>", "")
    assert not ReadingMark.objects.visible_to(lead).exists()


def test_an_earlier_edition_stays_as_it_was(edition: Edition, lead: Colleague) -> None:
    actions.guide(by=lead, guideline="Denk even na.", clause="", clause_link="")
    actions.publish(by=lead, news="Een andere regel.")
    text = page(people.colleague(), f"/handbook/editions/{edition.pk}/")
    assert "Gebruik je gezonde verstand." in text
    assert "Denk even na." not in text


def test_on_paper_nobody_is_named(lead: Colleague) -> None:
    people.edition(lead, named=lead)
    assert "Lies Lead" in page(people.colleague())
    assert ">Lies Lead<" not in page(people.colleague(), "/handbook/print/")


def test_an_empty_handbook_is_kind(client: Client) -> None:
    assert "There is no handbook yet" in page(people.colleague())
    assert "Make a start" in page(people.editor())
    assert people.client_of(people.colleague()).get("/handbook/print/").status_code == 302
