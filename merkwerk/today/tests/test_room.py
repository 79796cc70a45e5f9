"""A flood of posts does not flood Today, and never keeps out whom one knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.listening.models import Topic
from merkwerk.networks.tests.people import identity, post
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Belonging
from merkwerk.today import actions
from merkwerk.today.actions.room import ENOUGH, Heard, Room, room

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    room.counted, room.full = {}, {}
    yield
    room.counted, room.full = {}, {}


def flood(number: int) -> int:
    posts = [post(f"btw {n}", identity(f"Vreemde {n}")) for n in range(number)]
    return actions.consider(posts=posts, now=timezone.now())


def test_of_strangers_as_much_is_kept_as_a_day_holds(sanne: Colleague) -> None:
    Topic.objects.create(colleague=sanne, name="Btw", query="btw")
    assert flood(ENOUGH + 20) == ENOUGH
    assert flood(20) == 0


def test_a_question_finds_room_beside_what_is_only_said(sanne: Colleague) -> None:
    Topic.objects.create(colleague=sanne, name="Btw", query="btw")
    flood(ENOUGH + 1)
    asked = post("Wie weet hoe het zit met btw?", identity("Vraagster"))
    assert actions.consider(posts=[asked], now=timezone.now()) == 1


def test_whom_one_knows_always_has_room(sanne: Colleague) -> None:
    Topic.objects.create(colleague=sanne, name="Btw", query="btw")
    flood(ENOUGH + 1)
    joris = identity("Joris Bekend")
    own = relationships.add_contact(by=sanne, name="Joris")
    Belonging.objects.create(contact=own.contact, identity=joris)
    assert actions.consider(posts=[post("btw", joris)], now=timezone.now()) == 1


def test_the_next_day_has_room_again(sanne: Colleague) -> None:
    now = timezone.now()
    said = Heard(sanne.pk, identity("Vreemde").pk, "said", now)
    one = Room(counted={said.key: ENOUGH}, full={said.key: now})
    assert one.has([said, said._replace(at=now + timedelta(days=1))], now) == [False, True]


def test_a_room_that_only_seems_full_is_looked_into(sanne: Colleague) -> None:
    said = Heard(sanne.pk, identity("Vreemde").pk, "said", timezone.now())
    assert Room(counted={said.key: ENOUGH}).has([said], timezone.now()) == [True]
