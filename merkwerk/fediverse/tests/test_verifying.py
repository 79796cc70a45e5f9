"""Messages whose key has to be looked up first."""

from __future__ import annotations

import pytest
from django.utils import timezone

from merkwerk.connectors.activitypub.client import packed
from merkwerk.connectors.activitypub.signing import Signer
from merkwerk.connectors.tests.loopback import Asked, Reply, serving
from merkwerk.fediverse import actions
from merkwerk.fediverse.models import Actor, Follower, Incoming, Remote, RemoteKey
from merkwerk.fediverse.tests.elsewhere import HERE, OTHER_PAIR, Elsewhere, living

pytestmark = pytest.mark.django_db
SANNE = f"{HERE}/ap/people/sanne-vos"


def test_the_worker_looks_up_the_key_and_believes(actor: Actor) -> None:
    with living() as (anna, server):
        anna.sends(anna.activity("Follow", SANNE))
        assert actions.verify_due(timezone.now()) == 1
        assert "signature" in server.asked[0].headers
    assert Follower.objects.get().remote.handle == anna.origin.replace("http://", "anna@")
    assert not Incoming.objects.exists()


def test_afterwards_the_key_is_known_at_the_door(actor: Actor) -> None:
    with living() as (anna, server):
        anna.sends(anna.activity("Follow", SANNE))
        actions.verify_due(timezone.now())
        anna.sends(anna.activity("Block", SANNE))
        assert len(server.asked) == 1
    assert not Follower.objects.exists()


def test_what_is_forged_is_thrown_away(actor: Actor) -> None:
    with living() as (anna, _):
        forged = Signer(anna.key, OTHER_PAIR[1])
        assert anna.sends(anna.activity("Follow", SANNE), signer=forged) == 202
        assert actions.verify_due(timezone.now()) == 0
    assert not Follower.objects.exists()
    assert not Incoming.objects.exists()


def test_another_actor_of_the_same_server_is_not_believed(actor: Actor) -> None:
    with living() as (anna, _):
        told = {**anna.activity("Follow", SANNE), "actor": f"{anna.origin}/users/joris"}
        anna.sends(told)
        assert actions.verify_due(timezone.now()) == 0
    assert not Follower.objects.exists()


def test_a_changed_key_is_looked_up_anew(actor: Actor) -> None:
    with living() as (anna, _):
        anna.sends(anna.activity("Follow", SANNE))
        actions.verify_due(timezone.now())
        RemoteKey.objects.update(fetched_at="2026-01-01T00:00:00Z")
        anna.pair = OTHER_PAIR
        anna.sends(anna.activity("Block", SANNE))
        assert actions.verify_due(timezone.now()) == 1
    assert not Follower.objects.exists()


@pytest.mark.parametrize("field", ["inbox", "publicKey", "summary", "publicKeyPem"])
def test_an_actor_of_two_megabytes_is_refused(actor: Actor, field: str) -> None:
    anna = Elsewhere()
    large = "x" * 2_000_000

    def answer(asked: Asked) -> Reply:
        told = anna.document()
        if field == "publicKeyPem":
            told["publicKey"]["publicKeyPem"] += large
        else:
            told[field] = large
        return Reply(200, packed(told))

    with serving(answer) as server:
        anna.origin = server.address
        anna.sends(anna.activity("Follow", SANNE))
        assert actions.verify_due(timezone.now()) == 0
    assert not Remote.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"inbox": "http://victim.example/inbox"},
        {"id": "http://victim.example/users/anna"},
        {"publicKey": {}},
        {"type": "Note"},
        {"publicKey": {"id": "http://victim.example/#key"}},
    ],
)
def test_an_actor_that_speaks_for_another_server_is_refused(
    actor: Actor, wrong: dict[str, object]
) -> None:
    anna = Elsewhere()

    with serving(lambda asked: Reply(200, packed({**anna.document(), **wrong}))) as server:
        anna.origin = server.address
        anna.sends(anna.activity("Follow", SANNE))
        assert actions.verify_due(timezone.now()) == 0
    assert not Remote.objects.exists()
    assert not Follower.objects.exists()


def test_a_server_that_is_away_is_asked_again_later(actor: Actor) -> None:
    with living() as (anna, _):
        anna.sends(anna.activity("Follow", SANNE))
    now = timezone.now()
    assert actions.verify_due(now) == 0
    waiting = Incoming.objects.get()
    assert waiting.next_try > now
    assert not actions.letters_wait(now)


def test_it_is_not_asked_for_ever(actor: Actor) -> None:
    with living() as (anna, _):
        anna.sends(anna.activity("Follow", SANNE))
    Incoming.objects.update(tries=3)
    actions.verify_due(timezone.now())
    assert not Incoming.objects.exists()


def test_a_private_address_is_never_asked(actor: Actor, settings: object) -> None:
    settings.ALLOWED_NETWORKS = ()  # type: ignore[attr-defined]
    with living() as (anna, server):
        anna.sends(anna.activity("Follow", SANNE))
        actions.verify_due(timezone.now())
        assert not server.asked
    assert not Incoming.objects.exists()
