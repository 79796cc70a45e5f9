"""One's own followers, moving, and servers that are kept out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.connectors.activitypub.client import packed
from merkwerk.connectors.tests.loopback import Asked, Reply, serving
from merkwerk.fediverse import actions
from merkwerk.fediverse.models import Actor, Delivery, Follower, Server
from merkwerk.fediverse.tests.elsewhere import Elsewhere

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


@pytest.fixture
def follower(actor: Actor) -> Follower:
    return Follower.objects.create(actor=actor, remote=Elsewhere().known())


def test_one_sees_who_follows(sanne: Colleague, follower: Follower, as_colleague: SignIn) -> None:
    page = as_colleague(sanne).get("/desk/fediverse/").content.decode()
    assert "Anna van Elders" in page
    assert "@sanne-vos@verhalen.example" in page


def test_others_do_not(karim: Colleague, follower: Follower, as_colleague: SignIn) -> None:
    browser = as_colleague(karim)
    assert "Anna" not in browser.get("/desk/fediverse/").content.decode()
    assert browser.post(f"/desk/fediverse/followers/{follower.pk}/let-go/").status_code == 404


def test_one_lets_a_follower_go(sanne: Colleague, follower: Follower, as_colleague: SignIn) -> None:
    as_colleague(sanne).post(f"/desk/fediverse/followers/{follower.pk}/let-go/")
    assert not Follower.objects.exists()


def test_an_editor_sees_who_follows_the_house(
    site: object, colleague_named: MakeColleague, as_colleague: SignIn
) -> None:
    Follower.objects.create(actor=actions.house_actor(), remote=Elsewhere().known())
    editor = colleague_named("Eva Rood", Role.EDITOR)
    assert "Anna" in as_colleague(editor).get("/desk/fediverse/").content.decode()


def test_a_new_key_is_taken(sanne: Colleague, actor: Actor, as_colleague: SignIn) -> None:
    as_colleague(sanne).post("/desk/fediverse/key/")
    assert actor.keys.count() == 2


def test_a_handle_that_is_none_comes_back(
    sanne: Colleague, actor: Actor, as_colleague: SignIn
) -> None:
    answer = as_colleague(sanne).post("/desk/fediverse/move/", {"handle": "sanne", "way": "to"})
    assert answer.status_code == 422
    assert 'value="sanne"' in answer.content.decode()


def test_servers_are_for_editors(
    sanne: Colleague, colleague_named: MakeColleague, as_colleague: SignIn
) -> None:
    assert as_colleague(sanne).get("/desk/fediverse/servers/").status_code == 403
    editor = as_colleague(colleague_named("Eva Rood", Role.EDITOR))
    editor.post("/desk/fediverse/servers/block/", {"host": "spam.example", "reason": "reclame"})
    assert "spam.example" in editor.get("/desk/fediverse/servers/").content.decode()
    editor.post(f"/desk/fediverse/servers/{Server.objects.get().pk}/unblock/")
    assert not Server.objects.blocked().exists()


def test_a_name_that_is_none_comes_back(
    colleague_named: MakeColleague, as_colleague: SignIn
) -> None:
    editor = as_colleague(colleague_named("Eva Rood", Role.SOCIAL_LEAD))
    answer = editor.post("/desk/fediverse/servers/block/", {"host": "geen server"})
    assert answer.status_code == 422


def elsewhere(**more: Any) -> Callable[[Asked], Reply]:
    """Another account of Sanne's, found by its handle."""

    def answer(asked: Asked) -> Reply:
        other = Elsewhere(origin=f"http://{asked.headers['host']}", name="sanne")
        if asked.path.startswith("/.well-known/"):
            link = {"rel": "self", "href": other.address}
            return Reply(200, packed({"links": [link]}))
        return Reply(200, packed({**other.document(), **more}))

    return answer


def moved(actor: Actor, way: str, **more: Any) -> Actor:
    with serving(elsewhere(**more)) as server:
        handle = f"@sanne@127.0.0.1:{server.port}"
        actions.ask_to_move(actor=actor, handle=handle, way=way)
        actions.find_other_place(actor_id=actor.pk)
    actor.refresh_from_db()
    return actor


def test_one_moves_to_an_account_that_names_this_one(actor: Actor, follower: Follower) -> None:
    own = "http://verhalen.example/ap/people/sanne-vos"
    assert moved(actor, "to", alsoKnownAs=[own]).moved_to.endswith("/users/sanne")
    assert Delivery.objects.filter(activity__kind="Move").exists()


def test_one_does_not_move_to_an_account_that_knows_nothing(actor: Actor) -> None:
    after = moved(actor, "to")
    assert (after.moved_to, after.asked_trouble) == ("", "not-named")


def test_one_comes_from_another_account(actor: Actor) -> None:
    assert moved(actor, "from").also_known_as[0].endswith("/users/sanne")


def test_a_move_is_taken_back(actor: Actor) -> None:
    actions.move(actor=actor, to="http://new.example/sanne", now=timezone.now())
    actions.ask_to_move(actor=actor, handle="", way="to")
    actor.refresh_from_db()
    assert actor.moved_to == ""
