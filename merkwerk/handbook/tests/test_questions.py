"""The question desk: who sees what, what is promised, and what happens when it is late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from merkwerk.accounts.models import Colleague, Role
from merkwerk.handbook import actions
from merkwerk.handbook.models import Answerer, Question
from merkwerk.handbook.tests import people
from merkwerk.notifications.models import Notice

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def sanne() -> Colleague:
    return people.colleague()


@pytest.fixture
def roos() -> Colleague:
    return people.answerer()


@pytest.fixture
def asked(sanne: Colleague, roos: Colleague) -> Question:
    return people.question(sanne, attached="Mijn stukje over ovens.")


def kinds(colleague: Colleague) -> set[str]:
    return set(colleague.notices.values_list("kind", flat=True))


def test_who_answers_and_when_is_promised(asked: Question, sanne: Colleague) -> None:
    assert asked.due == people.NOW + DAY
    text = people.client_of(sanne).get("/handbook/questions/new/").content.decode()
    assert "Roos Antwoord answers before" in text


def test_a_day_off_is_not_promised(sanne: Colleague, roos: Colleague, settings: Any) -> None:
    christmas_eve = datetime(2026, 12, 24, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
    settings.CLOSED_ON = {"2026-12-28"}
    due = actions.promise_from(christmas_eve, sanne)
    assert due.isoformat() == "2026-12-29T15:00:00+01:00"
    settings.HOLIDAYS, settings.CLOSED_ON = "", set()
    assert actions.promise_from(christmas_eve, sanne).isoformat() == "2026-12-25T15:00:00+01:00"


def test_asker_and_answerers_alone_see_it(asked: Question, sanne: Colleague) -> None:
    where = f"/handbook/questions/{asked.pk}/"
    others = [people.editor(), people.colleague("Ada", Role.ADMINISTRATOR), people.colleague("Kim")]
    later = people.answerer("Later Gekomen")
    for other in (*others, later):
        client = people.client_of(other)
        assert client.get(where).status_code == 404
        assert client.post(f"{where}reply/", {"words": "x"}).status_code == 404
        assert "ovens" not in client.get("/handbook/questions/").content.decode()
    text = people.client_of(asked.asked_of.get()).get(where).content.decode()
    assert "Mijn stukje over ovens." in text


def test_it_goes_only_to_whom_the_asker_chose(sanne: Colleague, roos: Colleague) -> None:
    kim = people.answerer("Kim")
    made = people.question(sanne, of=[kim])
    assert list(made.asked_of.all()) == [kim]
    assert not Question.objects.visible_to(roos).exists()


def test_who_answers_does_not_ask_themself(roos: Colleague) -> None:
    with pytest.raises(actions.NobodyAnswers):
        people.question(roos)


def test_who_stopped_sees_nothing_any_more(asked: Question, roos: Colleague) -> None:
    actions.step_down(by=roos)
    assert not Question.objects.visible_to(roos).exists()


def test_an_answer_is_told(asked: Question, roos: Colleague, sanne: Colleague) -> None:
    people.client_of(roos).post(f"/handbook/questions/{asked.pk}/reply/", {"words": "Gerust."})
    asked.refresh_from_db()
    assert asked.state == "answered"
    assert kinds(sanne) == {"handbook_answered"}
    assert list(actions.answered_for(sanne)) == [asked]
    text = people.client_of(sanne).get(f"/handbook/questions/{asked.pk}/").content.decode()
    assert "Gerust." in text


def test_asking_on_begins_a_new_promise(asked: Question, roos: Colleague) -> None:
    actions.reply(question=asked, by=roos, words="Gerust.", now=people.NOW)
    actions.reply(question=asked, by=asked.asker, words="En dit?", now=people.NOW + DAY)
    assert asked.state == "open"
    assert asked.due == people.NOW + 2 * DAY
    assert kinds(roos) == {"handbook_asked", "handbook_asked_on"}


def test_a_stranger_does_not_answer(asked: Question) -> None:
    with pytest.raises(Question.DoesNotExist):
        actions.reply(question=asked, by=people.editor(), words="Verboden.")


def test_late_is_told_once_to_both(asked: Question, roos: Colleague, sanne: Colleague) -> None:
    assert actions.remind(now=people.NOW) == 0
    late = people.NOW + DAY + timedelta(minutes=1)
    assert actions.remind(now=late) == 1
    assert actions.remind(now=late + timedelta(hours=1)) == 0
    assert "handbook_late" in kinds(roos)
    assert sanne.notices.get().facts == {"by": "Roos Antwoord"}


def test_a_new_promise_can_be_late_again(asked: Question) -> None:
    late = people.NOW + DAY + timedelta(minutes=1)
    actions.remind(now=late)
    actions.reply(question=asked, by=asked.asker, words="Hallo?", now=late)
    assert actions.remind(now=late + 3 * DAY) == 1


def test_an_answered_question_is_never_late(asked: Question, roos: Colleague) -> None:
    actions.reply(question=asked, by=roos, words="Gerust.")
    assert actions.remind(now=people.NOW + 9 * DAY) == 0


def test_the_page_says_honestly_that_it_is_late(asked: Question, sanne: Colleague) -> None:
    Question.objects.update(due=people.NOW - 9 * DAY)
    text = people.client_of(sanne).get(f"/handbook/questions/{asked.pk}/").content.decode()
    assert "it isn&#x27;t here yet" in text


def test_when_nobody_is_left_the_asker_asks_others(asked: Question, roos: Colleague) -> None:
    actions.step_down(by=roos)
    client = people.client_of(asked.asker)
    where = f"/handbook/questions/{asked.pk}/"
    assert "doesn’t answer questions any more" in client.get(where).content.decode()
    kim = people.answerer("Kim")
    client.post(f"{where}also/")
    assert list(asked.asked_of.all()) == [kim]


def test_erasing_takes_everything_along(asked: Question, roos: Colleague) -> None:
    actions.reply(question=asked, by=roos, words="Gerust.")
    people.client_of(asked.asker).post(f"/handbook/questions/{asked.pk}/erase/")
    assert not Question.objects.exists()
    assert not Notice.objects.exists()


def test_only_the_asker_erases(asked: Question, roos: Colleague) -> None:
    client = people.client_of(roos)
    assert client.post(f"/handbook/questions/{asked.pk}/erase/").status_code == 404


def test_pressing_twice_asks_once(sanne: Colleague, roos: Colleague) -> None:
    one = people.question(sanne, key="bladzij")
    assert people.question(sanne, key="bladzij") == one


def test_a_draft_is_sent_along_and_nothing_is_asked_yet(sanne: Colleague, roos: Colleague) -> None:
    told = {"prepare": "1", "attached": "Mijn stukje"}
    answer = people.client_of(sanne).post("/handbook/questions/new/", told)
    assert "Mijn stukje" in answer.content.decode()
    assert not Question.objects.exists()


def test_the_form_asks(sanne: Colleague, roos: Colleague) -> None:
    told = {"words": "Mag dit?", "attached": "Mijn stukje", "of": [roos.pk], "key": "x"}
    people.client_of(sanne).post("/handbook/questions/new/", told)
    assert Question.objects.get().attached == "Mijn stukje"
    assert kinds(roos) == {"handbook_asked"}


def test_a_mistake_loses_nothing(sanne: Colleague, roos: Colleague) -> None:
    told = {"words": "", "attached": "Mijn stukje", "of": [roos.pk]}
    answer = people.client_of(sanne).post("/handbook/questions/new/", told)
    assert answer.status_code == 422
    assert "Mijn stukje" in answer.content.decode()


def test_nobody_but_who_answers_can_be_chosen(sanne: Colleague, roos: Colleague) -> None:
    told = {"words": "Mag dit?", "of": [people.editor().pk]}
    assert people.client_of(sanne).post("/handbook/questions/new/", told).status_code == 422


def test_without_answerers_it_names_somebody_to_walk_to(sanne: Colleague) -> None:
    people.editor()
    text = people.client_of(sanne).get("/handbook/questions/new/").content.decode()
    assert "Lies Lead" in text


def test_the_words_of_who_left_go_and_their_answers_stay(asked: Question, roos: Colleague) -> None:
    actions.reply(question=asked, by=roos, words="Gerust.")
    actions.forget(colleague=roos)
    assert asked.replies.get().by is None
    assert not Answerer.objects.exists()
    actions.forget(colleague=asked.asker)
    assert not Question.objects.exists()


def test_leavers_go_after_the_days_of_grace(asked: Question) -> None:
    asked.asker.left_at = people.NOW
    asked.asker.save()
    assert actions.forget_leavers(before=people.NOW - DAY) == 0
    assert actions.forget_leavers(before=people.NOW + DAY) == 1
    assert actions.forget_leavers(before=people.NOW + DAY) == 0
    assert not Question.objects.exists()


def test_a_question_of_who_left_is_nobodys(asked: Question, roos: Colleague) -> None:
    asked.asker.left_at = people.NOW
    asked.asker.save()
    assert not Question.objects.visible_to(roos).exists()
    assert actions.remind(now=people.NOW + 9 * DAY) == 0


def test_another_room_finds_who_waits(asked: Question, roos: Colleague) -> None:
    assert [one.asker.name for one in actions.waiting_for(roos)] == ["Sanne Vos"]
    assert not actions.waiting_for(asked.asker)
