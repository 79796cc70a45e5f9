"""Words that come as an address are fetched from their writer's own server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils import timezone

from merkwerk.connectors.activitypub.client import packed
from merkwerk.connectors.tests.loopback import Asked, Reply, Server, serving
from merkwerk.fediverse import actions
from merkwerk.fediverse.models import Actor, Pointer
from merkwerk.fediverse.tests.elsewhere import HERE, Elsewhere
from merkwerk.stories.models import PublicStory, Reaction

pytestmark = pytest.mark.django_db


@contextmanager
def writing(standing: PublicStory, **changed: Any) -> Iterator[tuple[Elsewhere, Server]]:
    """Anna's server, with her reply at its address."""
    anna = Elsewhere()

    def answer(asked: Asked) -> Reply:
        if asked.path.startswith("/users/"):
            return Reply(200, packed(anna.document()))
        note = anna.note(f"{HERE}/ap/stories/{standing.story.key}")
        return Reply(200, packed({**note, **changed}))

    with serving(answer) as server:
        anna.origin = server.address
        anna.known()
        yield anna, server


def points(anna: Elsewhere, about: str = "", kind: str = "Create") -> int:
    status = anna.sends(anna.activity(kind, about or f"{anna.origin}/notes/1"))
    assert status == 202
    return actions.verify_due(timezone.now())


def test_it_is_fetched_and_taken_in(standing: PublicStory, actor: Actor) -> None:
    with writing(standing) as (anna, server):
        assert points(anna) == 1
        assert "signature" in server.asked[0].headers
    assert Reaction.objects.get().words == "Dat ken ik."
    assert not Pointer.objects.exists()


def test_a_change_by_address_is_fetched_too(standing: PublicStory, actor: Actor) -> None:
    with writing(standing, content="Anders.") as (anna, _):
        anna.sends(anna.activity("Create", anna.note(f"{HERE}/ap/stories/{standing.story.key}")))
        points(anna, kind="Update")
    assert Reaction.objects.get().words == "Anders."


def test_another_server_is_never_asked(standing: PublicStory, actor: Actor) -> None:
    with writing(standing) as (anna, server):
        points(anna, "http://127.0.0.1:9/notes/1")
        assert not server.asked
    assert not Pointer.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "http://victim.example/notes/1"},
        {"attributedTo": "http://victim.example/users/anna"},
        {"to": ["http://verhalen.example/ap/people/sanne-vos"]},
    ],
)
def test_what_is_not_hers_or_not_for_everybody_is_left(
    standing: PublicStory, actor: Actor, changed: dict[str, Any]
) -> None:
    with writing(standing, **changed) as (anna, _):
        points(anna)
    assert not Reaction.objects.exists()
    assert not Pointer.objects.exists()


def test_a_private_address_is_never_asked(
    standing: PublicStory, actor: Actor, settings: Any
) -> None:
    settings.ALLOWED_NETWORKS = ()
    with writing(standing) as (anna, server):
        points(anna)
        assert not server.asked
    assert not Pointer.objects.exists()


def test_a_server_that_is_away_is_asked_again_later(standing: PublicStory, actor: Actor) -> None:
    with writing(standing) as (anna, _):
        anna.sends(anna.activity("Create", f"{anna.origin}/notes/1"))
    assert actions.verify_due(timezone.now()) == 0
    assert Pointer.objects.get().next_try > timezone.now()
    assert not actions.letters_wait(timezone.now())


def test_one_server_has_so_many_looked_up_and_no_more(
    standing: PublicStory, actor: Actor, anna: Elsewhere
) -> None:
    anna.known()
    for number in range(25):
        anna.sends(anna.activity("Create", f"{anna.origin}/notes/{number}"))
    assert Pointer.objects.count() == 20
