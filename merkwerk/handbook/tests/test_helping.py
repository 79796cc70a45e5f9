"""An answer becomes an example only with the asker's yes, and a no is heard by nobody."""

from __future__ import annotations

from typing import Any

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.handbook import actions
from merkwerk.handbook.models import Edition, Example, Proposal, Question, Situation
from merkwerk.handbook.tests import people

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = {"what": "Een collega vroeg het even.", "why": "Vragen mag altijd."}


@pytest.fixture
def place() -> Situation:
    return people.situation(people.editor())


@pytest.fixture
def roos() -> Colleague:
    return people.answerer()


@pytest.fixture
def answered(roos: Colleague) -> Question:
    made = people.question(people.colleague())
    actions.reply(question=made, by=roos, words="Gerust.")
    return made


@pytest.fixture
def proposed(answered: Question, roos: Colleague, place: Situation) -> Question:
    actions.propose_example(question=answered, by=roos, situation=place, **WORDS)
    answered.refresh_from_db()
    return answered


def page(question: Question, reader: Colleague) -> str:
    client = people.client_of(reader)
    return client.get(f"/handbook/questions/{question.pk}/").content.decode()


def press(question: Question, **told: Any) -> None:
    where = f"/handbook/questions/{question.pk}/example/answer/"
    people.client_of(question.asker).post(where, told)


def test_the_asker_reads_it_word_for_word(proposed: Question) -> None:
    text = page(proposed, proposed.asker)
    assert WORDS["what"] in text
    assert WORDS["why"] in text


def test_nothing_is_an_example_before_the_yes(proposed: Question) -> None:
    assert not Example.objects.exists()


def test_a_yes_makes_one_without_a_name(proposed: Question) -> None:
    press(proposed, answer="yes", **WORDS)
    example = Example.objects.get()
    assert (example.what, example.named, example.asked_by) == (WORDS["what"], None, None)
    assert example.stays_inside


def test_the_asker_changes_the_words(proposed: Question) -> None:
    press(proposed, answer="yes", what="Zo was het.", why="Daarom.", also_outside="on")
    example = Example.objects.get()
    assert example.what == "Zo was het."
    assert not example.stays_inside


def test_a_no_looks_as_if_nothing_was_said_yet(proposed: Question, roos: Colleague) -> None:
    before = page(proposed, roos)
    press(proposed, answer="no")
    assert not Proposal.objects.exists()
    assert not proposed.asker.notices.filter(kind="handbook_may_help").exists()
    assert _still(page(proposed, roos)) == _still(before)


def _still(text: str) -> list[str]:
    """Without what every page makes anew."""
    new = ("csrf", "nonce", "<time")
    return [line for line in text.split("\n") if not any(one in line.lower() for one in new)]


def test_it_is_asked_once(proposed: Question, roos: Colleague, place: Situation) -> None:
    press(proposed, answer="no")
    with pytest.raises(actions.AskedBefore):
        actions.propose_example(question=proposed, by=roos, situation=place, **WORDS)


def test_an_answerer_says_no_yes_for_the_asker(proposed: Question, roos: Colleague) -> None:
    where = f"/handbook/questions/{proposed.pk}/example/answer/"
    told = {"answer": "yes", **WORDS}
    assert people.client_of(roos).post(where, told).status_code == 404
    with pytest.raises(Proposal.DoesNotExist):
        actions.let_help(question=proposed, by=roos, **WORDS)


def test_only_who_answers_proposes(answered: Question, place: Situation) -> None:
    for other in (answered.asker, people.editor()):
        with pytest.raises(Question.DoesNotExist):
            actions.propose_example(question=answered, by=other, situation=place, **WORDS)


def test_nobody_changes_words_that_were_given(proposed: Question, place: Situation) -> None:
    press(proposed, answer="yes", **WORDS)
    example, lead = Example.objects.get(), people.editor()
    actions.save_example(
        by=lead, example=example, situation=place, what="x", why="x", outside=True, named=lead
    )
    example.refresh_from_db()
    assert (example.what, example.outside, example.named) == (WORDS["what"], False, None)
    text = people.client_of(lead).get(f"/handbook/edit/examples/{example.pk}/").content.decode()
    assert "removed, not changed" in text


def test_it_is_taken_back_from_every_edition(proposed: Question) -> None:
    press(proposed, answer="yes", **WORDS)
    actions.publish(by=people.editor(), news="Erbij.")
    edition = Edition.objects.get()
    assert actions.read(edition).situations[0].examples
    client = people.client_of(proposed.asker)
    client.post(f"/handbook/questions/{proposed.pk}/example/back/")
    assert not actions.read(edition).situations[0].examples
    assert not Example.objects.standing().exists()


def test_the_door_to_a_proposal_is_shut_while_it_is_open(roos: Colleague) -> None:
    made = people.question(people.colleague())
    answer = people.client_of(roos).get(f"/handbook/questions/{made.pk}/example/")
    assert answer.status_code == 302
