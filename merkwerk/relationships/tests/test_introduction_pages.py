"""The pages of introductions: who reads what, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.lib.style import HOSTILE
from merkwerk.relationships import actions
from merkwerk.relationships.models import Introduction, Relationship
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db
State = Introduction.State
SOON = date(2030, 12, 1)


@pytest.fixture
def sanne() -> Colleague:
    return people.colleague("Sanne Vos")


@pytest.fixture
def theirs() -> Relationship:
    """Karim's, shared with everybody, with something secret in every private corner."""
    karim = people.colleague("Karim Aydin")
    made = actions.add_contact(
        by=karim,
        name="Joris Bakker",
        organisation="Fietskoerier Oost",
        function="oprichter",
        how_met="geheim",
    )
    actions.keep_note(relationship=made, by=karim, how_met="geheim", note="geheim")
    people.met(made, days=40, place="geheim", note="geheim")
    actions.share(relationship=made, by=karim)
    return made


@pytest.fixture
def asked(sanne: Colleague, theirs: Relationship) -> Introduction:
    return actions.ask(relationship=theirs.pk, by=sanne, words="Zou je ons voorstellen?")


def where(name: str, number: int) -> str:
    return reverse(f"relationships:{name}", args=[number])


def read(reader: Colleague, asked: Introduction) -> str:
    return people.client_of(reader).get(where("introduction", asked.pk)).content.decode()


def test_the_question_begins_prepared_and_is_ones_own(
    sanne: Colleague, theirs: Relationship
) -> None:
    client = people.client_of(sanne)
    page = client.get(where("ask", theirs.pk)).content.decode()
    assert "Karim, you know Joris Bakker of Fietskoerier Oost. Would you introduce us?" in page
    client.post(where("ask", theirs.pk), {"words": "In mijn eigen woorden"})
    assert Introduction.objects.get().words == "In mijn eigen woorden"


def test_who_was_introduced_is_led_to_how_it_stands(asked: Introduction) -> None:
    actions.introduce(introduction=asked, by=asked.knower)
    answer = people.client_of(asked.asker).get(where("ask", asked.relationship_id))
    assert answer.headers["Location"] == where("introduction", asked.pk)


def test_an_empty_question_comes_back(sanne: Colleague, theirs: Relationship) -> None:
    answer = people.client_of(sanne).post(where("ask", theirs.pk), {"words": " "})
    assert answer.status_code == 422
    assert not Introduction.objects.exists()


def test_what_was_taken_back_and_what_never_was_are_refused_the_same(
    sanne: Colleague, theirs: Relationship
) -> None:
    client = people.client_of(sanne)
    actions.unshare(relationship=theirs, by=theirs.colleague)
    answers = [client.post(where("ask", pk), {"words": "?"}) for pk in (theirs.pk, 999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert b"That is fine: just talk with each other." in answers[0].content
    one, other = (
        [
            row
            for row in answer.content.decode().splitlines()
            if not any(word in row.lower() for word in ("csrf", "nonce", 'name="next"'))
        ]
        for answer in answers
    )
    assert one == other


def test_a_repeated_question_too_soon_is_refused_kindly(
    asked: Introduction, sanne: Colleague
) -> None:
    actions.not_now(introduction=asked, by=asked.knower)
    answer = people.client_of(sanne).post(
        where("ask", asked.relationship_id), {"words": "Toch?"}, follow=True
    )
    assert "Ask again in a few weeks" in answer.content.decode()


def test_the_knower_answers_on_the_page(asked: Introduction) -> None:
    client = people.client_of(asked.knower)
    soon = timezone.localdate() + timedelta(days=9)
    client.post(
        where("answer_introduction", asked.pk), {"answer": "promise", "before": soon.isoformat()}
    )
    assert Introduction.objects.get().promised_for == soon
    client.post(where("answer_introduction", asked.pk), {"answer": "done", "words": "Klaar"})
    assert Introduction.objects.get().state == State.INTRODUCED


@pytest.mark.parametrize("before", ["", "2020-01-01", "2999-01-01", "morgen", "9" * 400])
def test_a_promise_without_a_good_day_comes_back(asked: Introduction, before: str) -> None:
    answer = people.client_of(asked.knower).post(
        where("answer_introduction", asked.pk),
        {"answer": "promise", "before": before, "words": "Bewaar me"},
    )
    assert answer.status_code == 422
    assert "Bewaar me" in answer.content.decode()
    assert Introduction.objects.get().state == State.ASKED


@pytest.mark.parametrize("how", ["", "geheel anders"])
def test_an_unknown_answer_changes_nothing(asked: Introduction, how: str) -> None:
    people.client_of(asked.knower).post(where("answer_introduction", asked.pk), {"answer": how})
    people.client_of(asked.asker).post(where("end_introduction", asked.pk), {"how": how})
    assert Introduction.objects.get().state == State.ASKED


def test_an_answer_that_came_second_is_told(asked: Introduction) -> None:
    actions.withdraw(introduction=asked, by=asked.asker)
    answer = people.client_of(asked.knower).post(
        where("answer_introduction", asked.pk), {"answer": "done"}, follow=True
    )
    assert "This changed meanwhile" in answer.content.decode()


@pytest.mark.parametrize(("how", "state"), [("met", State.MET), ("nothing", State.ENDED)])
def test_the_asker_ends_it_on_the_page(asked: Introduction, how: str, state: str) -> None:
    actions.introduce(introduction=asked, by=asked.knower)
    people.client_of(asked.asker).post(where("end_introduction", asked.pk), {"how": how})
    assert Introduction.objects.get().state == state


def test_the_asker_takes_it_back_on_the_page(asked: Introduction) -> None:
    people.client_of(asked.asker).post(where("end_introduction", asked.pk), {"how": "withdraw"})
    assert Introduction.objects.get().state == State.WITHDRAWN


@pytest.mark.parametrize("role", ["", Role.ADMINISTRATOR, Role.BOARD_MEMBER, Role.ADVISER])
def test_nobody_else_sees_it(asked: Introduction, role: str) -> None:
    client = people.client_of(people.colleague("Ander", role))
    assert client.get(where("introduction", asked.pk)).status_code == 404
    for name in ("answer_introduction", "end_introduction"):
        assert (
            client.post(where(name, asked.pk), {"answer": "done", "how": "met"}).status_code == 404
        )
    listed = client.get(reverse("relationships:introductions")).content.decode()
    assert "Joris" not in listed


def test_both_read_the_same_history(asked: Introduction) -> None:
    actions.answer_later(introduction=asked, by=asked.knower, before=SOON)
    actions.introduce(introduction=asked, by=asked.knower)
    actions.they_met(introduction=asked, by=asked.asker)
    theirs, mine = read(asked.knower, asked), read(asked.asker, asked)
    assert "Sanne Vos asked you." in theirs
    assert "You asked Karim Aydin." in mine
    assert "1 December 2030" in theirs
    assert "1 December 2030" in mine
    assert "They met." in theirs
    assert "You met." in mine


def test_the_asker_reads_nothing_private_of_the_knower(asked: Introduction) -> None:
    actions.introduce(introduction=asked, by=asked.knower)
    assert "geheim" not in read(asked.asker, asked)


def test_what_was_unshared_meanwhile_is_named_no_more(asked: Introduction) -> None:
    actions.unshare(relationship=asked.relationship, by=asked.knower)
    client = people.client_of(asked.asker)
    for page in (where("introduction", asked.pk), reverse("relationships:introductions")):
        assert "Joris" not in client.get(page).content.decode()


def test_hostile_words_stand_as_text(sanne: Colleague, theirs: Relationship) -> None:
    asked = actions.ask(
        relationship=theirs.pk, by=sanne, words="<script>alert(1)</script>" + HOSTILE
    )
    assert "<script>alert" not in read(asked.knower, asked)


def test_the_list_asks_the_same_however_many(
    sanne: Colleague, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client = people.client_of(sanne)

    def one_more(number: int) -> None:
        other = people.colleague(f"C{number}")
        made = actions.add_contact(by=other, name=f"Kok {number}")
        actions.share(relationship=made, by=other)
        asked = actions.ask(relationship=made.pk, by=sanne, words="?")
        if number % 2:
            actions.introduce(introduction=asked, by=other)

    one_more(1)
    one_more(2)
    client.get(reverse("relationships:introductions"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("relationships:introductions"))
    for number in range(3, 12):
        one_more(number)
    with django_assert_num_queries(len(few)):
        client.get(reverse("relationships:introductions"))


def test_an_empty_list_says_how_to_begin(sanne: Colleague) -> None:
    page = people.client_of(sanne).get(reverse("relationships:introductions")).content.decode()
    assert "No introductions yet" in page


def test_the_question_is_unreadable_in_the_database(asked: Introduction) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM relationships_introduction")
        assert "voorstellen" not in cursor.fetchone()[0]
