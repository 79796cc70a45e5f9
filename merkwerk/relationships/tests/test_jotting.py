"""A moment in one sentence, and the question with whom it was."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from merkwerk.relationships import actions
from merkwerk.relationships.models import Moment, Relationship, StrayEvent
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db
SENTENCE = "koffie met Joris over btw, gisteren"


@pytest.fixture
def mine() -> Relationship:
    return people.knows(people.colleague(), "Joris Bakker")


@pytest.fixture
def client(mine: Relationship) -> Client:
    return people.client_of(mine.colleague)


def at(name: str, *args: int) -> str:
    return reverse(f"relationships:{name}", args=args)


def test_a_sentence_becomes_a_moment_with_who_is_named(mine: Relationship) -> None:
    made = actions.jot(by=mine.colleague, sentence=SENTENCE, now=people.NOW)
    (moment,) = made.moments
    assert moment.relationship == mine
    assert (moment.kind, moment.direction, moment.note) == ("met", "both", SENTENCE)
    assert (people.NOW - moment.at).days <= 1


def test_the_same_sentence_notes_it_once(mine: Relationship) -> None:
    for _time in (1, 2):
        actions.jot(by=mine.colleague, sentence=SENTENCE, now=people.NOW)
    assert Moment.objects.count() == 1


def test_a_name_that_two_people_bear_is_asked_about(mine: Relationship) -> None:
    people.knows(mine.colleague, "Joris de Vries")
    made = actions.jot(by=mine.colleague, sentence=SENTENCE, now=people.NOW)
    assert not made.moments
    assert {one.contact.name for one in made.perhaps} == {"Joris Bakker", "Joris de Vries"}
    assert StrayEvent.objects.get() == made.stray


def test_two_people_named_get_a_moment_each(mine: Relationship) -> None:
    anna = people.knows(mine.colleague, "Anna de Wit")
    told = "lunch met Joris Bakker en Anna de Wit"
    made = actions.jot(by=mine.colleague, sentence=told, now=people.NOW)
    assert {one.relationship for one in made.moments} == {mine, anna}


def test_who_is_unknown_beside_somebody_known_is_asked_about(mine: Relationship) -> None:
    told = "koffie met Jan en Joris over btw"
    made = actions.jot(by=mine.colleague, sentence=told, now=people.NOW)
    assert [one.relationship for one in made.moments] == [mine]
    (stray,) = made.strays
    assert actions.unpack(stray.event).names == ("Jan",)


def test_nobody_of_two_unknown_ones_gets_lost(client: Client, mine: Relationship) -> None:
    asked = client.post(at("jot"), {"sentence": "lunch met Jan Vis en Mirthe Quispel"})
    first, second = StrayEvent.objects.order_by("pk")
    assert asked["Location"] == at("stray", first.pk)
    then = client.post(at("claim_stray", first.pk), {"name": "Jan Vis"})
    assert then["Location"] == at("stray", second.pk)
    client.post(at("claim_stray", second.pk), {"name": "Mirthe Quispel"})
    names = Moment.objects.values_list("relationship__contact__name", flat=True)
    assert sorted(names) == ["Jan Vis", "Mirthe Quispel"]


def test_a_name_of_two_people_beside_a_clear_one_is_asked_about(mine: Relationship) -> None:
    people.knows(mine.colleague, "Joris de Vries")
    anna = people.knows(mine.colleague, "Anna de Wit")
    told = "lunch met Joris en Anna de Wit"
    made = actions.jot(by=mine.colleague, sentence=told, now=people.NOW)
    assert [one.relationship for one in made.moments] == [anna]
    assert len(made.strays) == 1
    assert mine in made.perhaps


def test_asking_and_noting_once_whatever_is_sent_again(mine: Relationship) -> None:
    for _time in (1, 2):
        actions.jot(by=mine.colleague, sentence="koffie met Jan en Joris", now=people.NOW)
    assert (Moment.objects.count(), StrayEvent.objects.count()) == (1, 1)


def test_what_was_noted_is_said_before_the_question(client: Client, mine: Relationship) -> None:
    page = client.post(at("jot"), {"sentence": "koffie met Jan en Joris"}, follow=True)
    assert "Noted, with Joris" in page.content.decode()
    assert "With whom was this?" in page.content.decode()


def test_somebody_else_s_people_are_never_meant(mine: Relationship) -> None:
    made = actions.jot(by=people.colleague("Karim"), sentence=SENTENCE, now=people.NOW)
    assert (made.moments, made.perhaps) == ((), ())


def test_what_is_still_to_come_is_not_noted(mine: Relationship) -> None:
    told = "koffie met Joris morgen"
    assert actions.jot(by=mine.colleague, sentence=told, now=people.NOW).is_to_come
    assert not Moment.objects.exists()


@pytest.mark.parametrize("nothing", ["", "   ", "\u202e"])
def test_nothing_is_refused(mine: Relationship, nothing: str) -> None:
    with pytest.raises(ValueError, match="nothing"):
        actions.jot(by=mine.colleague, sentence=nothing, now=people.NOW)


def test_the_page_notes_and_leads_to_the_person(client: Client, mine: Relationship) -> None:
    answer = client.post(at("jot"), {"sentence": SENTENCE}, follow=True)
    assert answer.redirect_chain[0][0] == at("person", mine.pk)
    assert "Noted, with Joris" in answer.content.decode()


def test_the_page_gives_back_what_can_t_be_noted(client: Client) -> None:
    answer = client.post(at("jot"), {"sentence": "koffie met Joris morgen"})
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()
    assert "koffie met Joris morgen" in answer.content.decode()


def test_an_unclear_one_asks_and_is_answered(client: Client, mine: Relationship) -> None:
    people.knows(mine.colleague, "Joris de Vries")
    asked = client.post(at("jot"), {"sentence": SENTENCE}, follow=True)
    assert "Joris de Vries" in asked.content.decode()
    stray = StrayEvent.objects.get()
    client.post(at("claim_stray", stray.pk), {"relationship": mine.pk})
    assert mine.moments.get().note == SENTENCE
    assert not StrayEvent.objects.exists()


def test_it_may_be_with_somebody_new(client: Client, mine: Relationship) -> None:
    client.post(at("jot"), {"sentence": "koffie met Ingeborg"})
    stray = StrayEvent.objects.get()
    assert client.post(at("claim_stray", stray.pk), {"name": ""}).status_code == 422
    client.post(at("claim_stray", stray.pk), {"name": "Ingeborg"})
    assert Relationship.objects.get(contact__name="Ingeborg").moments.count() == 1


def test_one_can_be_left_out(client: Client) -> None:
    client.post(at("jot"), {"sentence": "koffie met Ingeborg"})
    assert "Ingeborg" in client.get(at("strays")).content.decode()
    client.post(at("drop_stray", StrayEvent.objects.get().pk))
    assert not StrayEvent.objects.exists()
    assert not Moment.objects.exists()


def test_somebody_else_finds_none_of_it(client: Client, mine: Relationship) -> None:
    client.post(at("jot"), {"sentence": "koffie met Ingeborg"})
    stray, karim = StrayEvent.objects.get(), people.colleague("Karim")
    other = people.client_of(karim)
    assert "Ingeborg" not in other.get(at("strays")).content.decode()
    assert other.get(at("stray", stray.pk)).status_code == 404
    for name in ("claim_stray", "drop_stray"):
        assert other.post(at(name, stray.pk), {"name": "x"}).status_code == 404
    theirs = people.knows(karim)
    assert client.post(at("claim_stray", stray.pk), {"relationship": theirs.pk}).status_code == 404
