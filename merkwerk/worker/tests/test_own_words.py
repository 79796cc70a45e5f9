"""A thread of one's own, and who reacts to which part of it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.networks import actions as networks
from merkwerk.networks.actions import Part
from merkwerk.networks.models import Message, Reaction, Source
from merkwerk.networks.tests.people import account, identity, post
from merkwerk.relationships.models import Moment
from merkwerk.today.models import Occasion
from merkwerk.worker.actions.reading import read_posts
from merkwerk.worker.actions.remembering import remember_messages, remember_reactions

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(sanne: Colleague) -> list[Message]:
    own = account(sanne)
    parts = [Part("Een."), Part("Twee.")]
    told = networks.say(by=sanne, account=own, parts=parts, desk="tafel").parts
    for one in told:
        place = f"https://social.example/own/{one.pk}"
        now = timezone.now()
        Message.objects.filter(pk=one.pk).update(
            state="sent", uid=place, url=place, sent_at=now, next_try=None
        )
    return list(Message.objects.of_piece("tafel"))


def test_what_answers_nobody_is_told_and_makes_no_moment(thread: list[Message]) -> None:
    assert remember_messages() == 2
    assert remember_messages() == 0
    assert not Moment.objects.exists()
    assert not Occasion.objects.exists()


@pytest.mark.parametrize("place", [0, 1])
def test_who_answers_a_part_makes_a_moment_and_stands_on_today(
    thread: list[Message], sanne: Colleague, place: int
) -> None:
    remember_messages()
    said = post("Mooi gezegd!", identity("Joris Bakker"), reply_to=thread[place].uid, state="new")
    read_posts()
    moment = Moment.objects.get()
    assert (moment.kind, moment.relationship.colleague, moment.post) == ("answered", sanne, said)
    assert Occasion.objects.visible_to(sanne).filter(post=said).exists()


def test_a_like_of_a_later_part_is_a_moment(thread: list[Message], sanne: Colleague) -> None:
    own = thread[0].account
    assert own is not None
    mentions = Source.objects.create(
        kind="mastodon-mentions", network="mastodon", title="@", address="sanne", account=own,
        next_check=timezone.now(),
    )  # fmt: skip
    Reaction.objects.create(
        network="mastodon", uid="n/1", kind="favourite", identity=identity("Joris Bakker"),
        about=thread[1].uid, at=timezone.now(), source=mentions,
    )  # fmt: skip
    remember_reactions()
    assert Moment.objects.get().kind == "reacted"


def test_what_was_taken_away_is_not_told(thread: list[Message]) -> None:
    Message.objects.update(state="taken-away")
    assert remember_messages() == 0
