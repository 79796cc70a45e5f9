from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import Message
from merkwerk.networks.tests.people import account, post
from merkwerk.relationships.models import Moment
from merkwerk.worker import actions, pipeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(sanne: Colleague) -> Message:
    return Message.objects.create(
        colleague=sanne,
        account=account(sanne),
        network="mastodon",
        answers=post("Weet iemand dit?"),
        text="Ja.",
        state=Message.State.SENT,
        sent_at=timezone.now(),
    )


def stumble(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(message: Message, now: datetime) -> Any:
        raise ValueError("x")

    monkeypatch.setattr(pipeline, "READERS_OF_MESSAGES", (fall,))


def test_a_sent_answer_becomes_moments(answer: Message) -> None:
    assert actions.remember_messages() == 1
    assert Moment.objects.count() == 2


def test_it_is_told_once(answer: Message) -> None:
    actions.remember_messages()
    assert actions.remember_messages() == 0


def test_telling_it_twice_changes_nothing(answer: Message) -> None:
    actions.remember_messages()
    actions.remember_message(message_id=answer.pk)
    assert Moment.objects.count() == 2


@pytest.mark.parametrize("state", ["draft", "waiting", "sending", "refused"])
def test_what_does_not_stand_there_is_not_told(answer: Message, state: str) -> None:
    Message.objects.update(state=state)
    assert actions.remember_messages() == 0


def test_one_that_fails_gets_a_job_of_its_own(
    answer: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    stumble(monkeypatch)
    actions.remember_messages()
    row = DBTaskResult.objects.get()
    assert row.task_path == "merkwerk.worker.tasks.remember_message"
    assert row.args_kwargs["args"] == [answer.pk]
    assert actions.remember_messages() == 0


def test_that_job_fails_aloud(answer: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    stumble(monkeypatch)
    with pytest.raises(ValueError, match="x"):
        actions.remember_message(message_id=answer.pk)


def test_a_message_that_is_gone_is_no_trouble() -> None:
    actions.remember_message(message_id=404)
    assert not Moment.objects.exists()
