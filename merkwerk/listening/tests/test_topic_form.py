"""The page of a topic: what it warns of before saving, its hours and its last day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from merkwerk.accounts.models import Colleague
from merkwerk.listening import actions
from merkwerk.listening.actions import Tried
from merkwerk.listening.models import Topic
from merkwerk.listening.sentences import often
from merkwerk.networks.tests.people import identity, post

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
SENT: dict[str, Any] = {"name": "Btw", "query": "btw", "purpose": ""}


def test_a_topic_that_finds_nearly_everything_is_told_of_before_it_is_saved(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    for n in range(60):
        post(f"btw {n}", identity(f"Piet {n}"))
    client = as_colleague(sanne)
    answer = client.post("/listening/topics/new/", SENT)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Not saved yet" in page
    assert "60 of the last 60 posts" in page
    assert not Topic.objects.exists()
    client.post("/listening/topics/new/", SENT | {"anyway": "1"})
    assert Topic.objects.exists()


def test_quiet_hours_need_a_beginning_and_an_end(sanne: Colleague, as_colleague: SignIn) -> None:
    answer = as_colleague(sanne).post("/listening/topics/new/", SENT | {"quiet_from": "22:00"})
    assert answer.status_code == 422
    assert "a beginning and an end" in answer.content.decode()
    assert '<details class="more" open>' in answer.content.decode()


def test_everything_that_was_filled_in_is_saved(sanne: Colleague, as_colleague: SignIn) -> None:
    until = timezone.localdate() + timedelta(days=30)
    more = {"quiet_from": "22:00", "quiet_until": "07:30", "until": until.isoformat()}
    as_colleague(sanne).post("/listening/topics/new/", SENT | more)
    topic = Topic.objects.get()
    assert str(topic.quiet_from) == "22:00:00"
    assert str(topic.quiet_until) == "07:30:00"
    assert topic.until == until


def test_a_last_day_that_has_passed_is_not_taken(sanne: Colleague, as_colleague: SignIn) -> None:
    answer = as_colleague(sanne).post("/listening/topics/new/", SENT | {"until": "2020-01-01"})
    assert answer.status_code == 422
    assert "This day has passed" in answer.content.decode()


def test_a_topic_that_is_over_says_so_and_one_press_goes_on(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    topic = actions.save_topic(by=sanne, name="Btw", query="btw", until=date(2020, 1, 1))
    client = as_colleague(sanne)
    assert "it listens no longer" in client.get(f"/listening/topics/{topic.pk}/").content.decode()
    assert "Over:" in client.get("/listening/topics/").content.decode()
    client.post(f"/listening/topics/{topic.pk}/listen-on/")
    topic.refresh_from_db()
    assert topic.until is None


def test_a_topic_that_is_over_can_still_be_renamed(sanne: Colleague, as_colleague: SignIn) -> None:
    topic = actions.save_topic(by=sanne, name="Btw", query="btw", until=date(2020, 1, 1))
    sent = SENT | {"name": "Oud", "until": "2020-01-01"}
    as_colleague(sanne).post(f"/listening/topics/{topic.pk}/", sent)
    topic.refresh_from_db()
    assert topic.name == "Oud"


@pytest.mark.parametrize(
    ("total", "days", "words"),
    [
        (70, 7, "about 10 a day"),
        (3, 7, "about 3 a week"),
        (1, 7, "about one a week"),
        (1, 60, "less than one a week"),
        (0, 60, ""),
        (9, 0, ""),
    ],
)
def test_how_often_is_said_in_words(total: int, days: int, words: str) -> None:
    now = timezone.now()
    tried = Tried(found=(), total=total, looked_at=100, since=now - timedelta(days=days))
    with override("en"):
        said = often(tried, now)
    assert words in said
    assert bool(words) == bool(said)


def test_the_switch_shows_what_it_adds_before_and_after_saving(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    post("Twee nieuwe boekhouders gezocht")
    client = as_colleague(sanne)
    sent = SENT | {"query": "boekhouder", "word_forms": "on"}
    page = client.post("/listening/topics/try/", sent).content.decode()
    assert "boekhouders" in page.split("What it would have found")[0]
    assert "<mark>boekhouders</mark>" in page
    client.post("/listening/topics/new/", sent)
    saved = Topic.objects.get()
    assert saved.word_forms
    shown = client.get(f"/listening/topics/{saved.pk}/").content.decode()
    assert "It also listens for" in shown
    assert len(actions.to_read(by=sanne)) == 1


def test_without_the_switch_a_word_is_itself(sanne: Colleague, as_colleague: SignIn) -> None:
    post("Twee nieuwe boekhouders gezocht")
    page = as_colleague(sanne).post("/listening/topics/try/", SENT | {"query": "boekhouder"})
    assert "It also listens for" not in page.content.decode()
    assert "<mark>" not in page.content.decode()
