"""Who fills the room of unknown keys shuts nobody out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from merkwerk.fediverse import actions
from merkwerk.fediverse.actions import waiting_room
from merkwerk.fediverse.models import Actor, Incoming
from merkwerk.fediverse.tests.elsewhere import HERE, OTHER_PAIR, Elsewhere, living

pytestmark = pytest.mark.django_db
SANNE = f"{HERE}/ap/people/sanne-vos"


def waits(host: str, count: int = 1, now: datetime | None = None) -> None:
    at = now or timezone.now()
    row = {"body": "{}", "target": "/ap/inbox", "host": host, "came_at": at, "next_try": at}
    Incoming.objects.bulk_create([Incoming(**row) for _ in range(count)])


def hosts() -> list[str]:
    return sorted(Incoming.objects.values_list("host", flat=True))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_room, "MOST", 8)
    monkeypatch.setattr(waiting_room, "MOST_OF_A_HOST", 4)


def lets_in(host: str) -> bool:
    return waiting_room.let_in(host, timezone.now())


def test_one_server_takes_no_more_than_its_part() -> None:
    waits("loud.example", 4)
    assert not lets_in("loud.example")
    assert lets_in("calm.example")


def test_a_newcomer_gets_in_and_the_loudest_loses_one() -> None:
    waits("loud.example", 4)
    waits("a.other", 2)
    waits("b.third", 2)
    assert lets_in("calm.fourth")
    assert hosts().count("loud.example") == 3


def test_many_names_of_one_owner_count_as_one() -> None:
    for number in range(6):
        waits(f"h{number}.evil.example")
    waits("calm.test", 2)
    assert lets_in("new.test2")
    assert hosts().count("calm.test") == 2


def test_a_known_server_gets_in_before_a_stranger_stays(actor: Actor) -> None:
    Elsewhere().known()
    waits("a.one", 4)
    waits("social.example", 3)
    waits("b.two")
    assert lets_in("social.example")
    assert hosts().count("social.example") == 3


def test_strangers_never_throw_out_known_servers(actor: Actor) -> None:
    for name in ("one", "two"):
        Elsewhere(origin=f"http://{name}.example").known()
        waits(f"{name}.example", 4)
    assert not lets_in("stranger.example")
    assert len(hosts()) == 8


def test_what_a_worker_has_in_hand_is_left() -> None:
    waits("loud.example", 4)
    waits("other.test", 4)
    Incoming.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))
    assert not lets_in("calm.fourth")


def test_everybody_has_a_first_turn_and_known_servers_before_strangers(actor: Actor) -> None:
    Elsewhere().known()
    waits("loud.example2", 4)
    waits("calm.test", 2)
    waits("social.example", 1)
    turn = waiting_room.in_turn(timezone.now(), 3)
    named = [Incoming.objects.get(pk=pk).host for pk in turn]
    assert named == ["social.example", "loud.example2", "calm.test"]


def test_a_true_message_is_believed_although_the_room_was_filled(actor: Actor) -> None:
    for number in range(8):
        waits(f"evil{number}.test")
    with living() as (anna, _):
        assert anna.sends(anna.activity("Follow", SANNE)) == 202
        Incoming.objects.filter(host__endswith=".test").delete()
        assert actions.verify_due(timezone.now()) == 1


def test_a_followed_server_with_a_new_key_gets_in(actor: Actor) -> None:
    waits("a.one", 4)
    waits("b.two", 4)
    anna = Elsewhere()
    anna.known(timezone.now() - timedelta(days=1))
    anna.pair = OTHER_PAIR
    assert anna.sends(anna.activity("Follow", SANNE)) == 202
    assert "social.example" in hosts()
