"""What colleagues ask, on Today: when it is due, and until it is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.handbook import actions as handbook
from merkwerk.handbook.models import Question
from merkwerk.handbook.tests import people as desk
from merkwerk.today import actions
from merkwerk.today.models import Occasion
from merkwerk.today.tests.people import shown
from merkwerk.writing.models import Request

pytestmark = pytest.mark.django_db
Browser = Callable[[Colleague], Client]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def roos() -> Colleague:
    return desk.answerer()


@pytest.fixture
def question(sanne: Colleague, roos: Colleague) -> Question:
    """Due in an hour."""
    asked = handbook.ask(by=sanne, words="Mag ik dit zeggen?", now=timezone.now())
    return due(asked, timezone.now() + HOUR)


def due(question: Question, at: datetime) -> Question:
    Question.objects.filter(pk=question.pk).update(due=at)
    question.refresh_from_db()
    return question


@pytest.fixture
def request_to_tell(sanne: Colleague, karim: Colleague) -> Request:
    made = Request.objects.create(asker=karim, asked=sanne, words="Vertel eens")
    Request.objects.update(made=timezone.now() - 3 * DAY)
    return made


def noticed() -> int:
    return actions.notice_asked(now=timezone.now())


def test_a_question_stands_there_when_it_is_due(
    as_colleague: Browser, roos: Colleague, question: Question
) -> None:
    assert (noticed(), noticed()) == (1, 0)
    page = as_colleague(roos).get("/today/").content.decode()
    assert "asks you: may I say this?" in page
    assert f"/handbook/questions/{question.pk}/" in page
    assert "Mag ik dit zeggen" not in page
    assert "Let this person rest" not in page


def test_what_is_due_later_waits(question: Question) -> None:
    due(question, timezone.now() + 3 * DAY)
    assert noticed() == 0


def test_a_question_goes_with_its_answer(roos: Colleague, question: Question) -> None:
    noticed()
    assert len(shown(roos)) == 1
    handbook.reply(question=question, by=roos, words="Ja hoor.")
    assert not shown(roos)


def test_it_goes_when_its_asker_left(roos: Colleague, question: Question) -> None:
    noticed()
    Colleague.objects.filter(pk=question.asker_id).update(left_at=timezone.now())
    assert not shown(roos)


def test_a_request_stands_there_after_two_days(
    as_colleague: Browser, sanne: Colleague, request_to_tell: Request
) -> None:
    noticed()
    page = as_colleague(sanne).get("/today/").content.decode()
    assert "asks whether you would tell something" in page
    assert f"/writing/requests/{request_to_tell.pk}/" in page
    assert "Vertel eens" not in page


def test_a_fresh_request_waits_in_its_own_place(request_to_tell: Request) -> None:
    Request.objects.update(made=timezone.now())
    assert noticed() == 0


def test_a_request_goes_with_its_answer(sanne: Colleague, request_to_tell: Request) -> None:
    noticed()
    assert len(shown(sanne)) == 1
    Request.objects.update(state=Request.State.LEFT)
    assert not shown(sanne)


def test_one_who_asks_twice_takes_one_place(
    sanne: Colleague, karim: Colleague, request_to_tell: Request
) -> None:
    Request.objects.create(asker=karim, asked=sanne, words="En dit?")
    Request.objects.update(made=timezone.now() - 3 * DAY)
    noticed()
    assert (len(shown(sanne)), Occasion.objects.count()) == (1, 2)
