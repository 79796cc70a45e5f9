"""Stories on their way to those who follow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.activitypub.request import Dialect, Received
from merkwerk.connectors.activitypub.signatures import holds, signed
from merkwerk.connectors.tests.loopback import Asked, Reply, serving
from merkwerk.fediverse import actions
from merkwerk.fediverse.models import Activity, Actor, Delivery, Follower, Server
from merkwerk.fediverse.tests.conftest import happened
from merkwerk.fediverse.tests.elsewhere import Elsewhere, living
from merkwerk.stories import actions as stories
from merkwerk.stories.actions.found.heads import head_of_story
from merkwerk.stories.models import PersonPage, PublicStory, Site, StoryEvent

pytestmark = pytest.mark.django_db(transaction=True)
State = Delivery.State
What = StoryEvent.What


def follows(anna: Elsewhere, actor: Actor) -> Follower:
    return Follower.objects.create(actor=actor, remote=anna.known())


def tell(standing: PublicStory, what: str = What.PUBLISHED) -> int:
    return actions.hear(happened(standing, what), timezone.now())


def go() -> int:
    return actions.deliver_due(timezone.now(), seconds=5)


def kinds(anna: Elsewhere) -> list[str]:
    return [told["type"] for told in anna.got]


def test_a_story_arrives_as_an_article(standing: PublicStory, actor: Actor) -> None:
    with living() as (anna, _):
        follows(anna, actor)
        tell(standing)
        assert go() == 1
    told = anna.got[0]
    assert (told["type"], told["object"]["type"]) == ("Create", "Article")
    assert told["object"]["content"].startswith("<p>Het <em>water</em> kwam.</p>")
    assert told["object"]["url"] == "http://verhalen.example/stories/de-kade/"


def test_it_is_signed_so_that_the_other_side_believes_it(
    standing: PublicStory, actor: Actor
) -> None:
    with living() as (anna, server):
        follows(anna, actor)
        tell(standing)
        go()
    asked = server.asked[0]
    told = Received("POST", asked.path, server.address, asked.headers, asked.body)
    claim = signed(told, now=timezone.now())
    assert holds(claim, actions.key_of(actor).public)
    assert claim.dialect is Dialect.CAVAGE


def test_followers_on_one_server_share_one_delivery(standing: PublicStory, actor: Actor) -> None:
    for name in ("anna", "bob", "carla"):
        follows(Elsewhere(name=name), actor)
    tell(standing)
    assert Delivery.objects.filter(activity__kind="Create").count() == 1


def test_heard_twice_nothing_goes_twice(standing: PublicStory, actor: Actor) -> None:
    follows(Elsewhere(), actor)
    event = happened(standing)
    actions.hear(event, timezone.now())
    actions.hear(event, timezone.now())
    assert Delivery.objects.count() == 1


def test_a_change_follows_with_the_words_of_now(standing: PublicStory, actor: Actor) -> None:
    with living() as (anna, _):
        follows(anna, actor)
        tell(standing)
        go()
        PublicStory.objects.update(body="<p>Nieuw.</p>", changed_at=timezone.now())
        tell(standing, What.CHANGED)
        go()
    assert kinds(anna) == ["Create", "Update"]
    assert anna.got[1]["object"]["content"].startswith("<p>Nieuw.</p>")
    assert anna.got[0]["object"]["id"] == anna.got[1]["object"]["id"]


def test_what_waits_goes_with_the_words_of_now(standing: PublicStory, actor: Actor) -> None:
    with living() as (anna, _):
        follows(anna, actor)
        tell(standing)
        PublicStory.objects.update(body="<p>Nieuw.</p>")
        go()
    assert anna.got[0]["object"]["content"].startswith("<p>Nieuw.</p>")


def test_the_end_of_a_story_follows(standing: PublicStory, actor: Actor) -> None:
    with living() as (anna, _):
        follows(anna, actor)
        tell(standing)
        go()
        Follower.objects.all().delete()
        tell(standing, What.TAKEN_DOWN)
        standing.delete()
        go()
    assert kinds(anna) == ["Create", "Delete"]
    assert anna.got[1]["object"] == {"id": anna.got[0]["object"]["id"], "type": "Tombstone"}


def test_what_was_taken_down_before_it_went_is_not_told(
    standing: PublicStory, actor: Actor
) -> None:
    with living() as (anna, _):
        follows(anna, actor)
        tell(standing)
        tell(standing, What.TAKEN_DOWN)
        standing.delete()
        go()
    assert kinds(anna) == ["Delete"]


def test_told_again_it_has_a_new_name_also_in_the_head_of_its_page(
    standing: PublicStory, actor: Actor, sanne: Colleague
) -> None:
    with living() as (anna, _):
        follows(anna, actor)
        tell(standing)
        go()
        stories.take_down(story=standing.story, by=sanne)
        actions.hear(StoryEvent.objects.latest("pk"), timezone.now())
        standing.story.refresh_from_db()
        standing.pk = None
        standing.save()
        tell(standing)
        go()
        head = head_of_story(standing, site=Site.objects.get())
    assert head.actor == anna.got[-1]["object"]["id"]
    ids = [told["object"]["id"] for told in anna.got if told["type"] == "Create"]
    assert ids[1] == f"{ids[0]}-2"


def test_the_house_passes_it_on_to_its_own_followers(standing: PublicStory, actor: Actor) -> None:
    with living() as (anna, _):
        follows(anna, actions.house_actor())
        tell(standing)
        go()
    assert kinds(anna) == ["Announce"]
    assert anna.got[0]["object"].endswith(f"/ap/stories/{standing.story.key}")


def test_who_cannot_be_followed_tells_nothing(standing: PublicStory, actor: Actor) -> None:
    PersonPage.objects.update(is_followable=False)
    assert tell(standing) == 0


def test_a_server_that_wants_the_newer_signature_gets_it(
    standing: PublicStory, actor: Actor
) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(202 if "signature-input" in asked.headers else 401)

    with serving(answer) as server:
        follows(Elsewhere(origin=server.address), actor)
        tell(standing)
        assert go() == 1
        tell(standing, What.CHANGED)
        assert go() == 1
    newer = ["signature-input" in asked.headers for asked in server.asked]
    assert newer == [False, True, True]


@pytest.mark.parametrize("status", [400, 403, 404, 410, 422])
def test_a_clear_no_is_not_tried_again(standing: PublicStory, actor: Actor, status: int) -> None:
    with living(status=status) as (anna, _):
        follows(anna, actor)
        tell(standing)
        assert go() == 0
    assert Delivery.objects.get().state == State.REFUSED
    assert Follower.objects.exists()


def test_an_inbox_that_is_gone_is_forgotten(standing: PublicStory, actor: Actor) -> None:
    with living(status=410) as (anna, _):
        remote = follows(anna, actor).remote
        remote.shared_inbox = ""
        remote.save()
        tell(standing)
        go()
    assert not Follower.objects.exists()


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_in_trouble_gets_it_later(
    standing: PublicStory, actor: Actor, status: int
) -> None:
    now = timezone.now()
    with living(status=status) as (anna, server):
        follows(anna, actor)
        tell(standing)
        assert go() == 0
        assert go() == 0
        assert len(server.asked) == 1
    assert Delivery.objects.get().state == State.WAITING
    assert Server.objects.filter(paused_until__gt=now).exists()
    assert not actions.deliveries_wait(now)


def test_one_failure_spares_a_server_the_rest(standing: PublicStory, actor: Actor) -> None:
    with living(status=500) as (anna, server):
        for name in ("anna", "bob", "carla"):
            other = Elsewhere(origin=anna.origin, name=name)
            remote = follows(other, actor).remote
            remote.shared_inbox = ""
            remote.save()
        tell(standing)
        go()
        assert len(server.asked) == 1
    assert Delivery.objects.filter(state=State.WAITING, claim="").count() == 3


def test_after_the_pause_it_arrives(standing: PublicStory, actor: Actor) -> None:
    with living(status=500) as (anna, _):
        follows(anna, actor)
        tell(standing)
        go()
    with living() as (again, _):
        Delivery.objects.update(inbox=f"{again.origin}/inbox")
        later = timezone.now() + timedelta(minutes=2)
        assert actions.deliver_due(later, seconds=5) == 1
    assert Server.objects.get().failures == 0


def test_it_is_given_up_after_two_days(standing: PublicStory, actor: Actor) -> None:
    with living(status=500) as (anna, _):
        follows(anna, actor)
        tell(standing)
        Delivery.objects.update(made_at=timezone.now() - timedelta(days=3))
        go()
    assert Delivery.objects.get().state == State.GAVE_UP


def test_a_dead_server_gets_nothing_new(standing: PublicStory, actor: Actor) -> None:
    follows(Elsewhere(), actor)
    long = timezone.now() - timedelta(days=8)
    Server.objects.create(host="social.example", failing_since=long, failures=9)
    tell(standing)
    assert not Delivery.objects.exists()


def test_what_a_killed_worker_had_in_hand_goes_again(standing: PublicStory, actor: Actor) -> None:
    with living() as (anna, _):
        follows(anna, actor)
        tell(standing)
        now = timezone.now()
        Delivery.objects.update(claim="dead", claimed_until=now + timedelta(minutes=2))
        assert go() == 0
        assert actions.deliver_due(now + timedelta(minutes=3), seconds=5) == 1
    assert kinds(anna) == ["Create"]


def test_a_new_name_is_told_to_followers(her_page: PersonPage, actor: Actor) -> None:
    actions.tend(timezone.now())
    follows(Elsewhere(), actor)
    PersonPage.objects.update(name="Sanne de Vos")
    actions.tend(timezone.now())
    actions.tend(timezone.now())
    update = Activity.objects.get(kind="Update")
    assert update.body["object"]["name"] == "Sanne de Vos"


def test_tending_costs_the_same_for_many(
    her_page: PersonPage, actor: Actor, colleague_named: Any
) -> None:
    def cost() -> int:
        actions.tend(timezone.now())
        with CaptureQueriesContext(connection) as asked:
            actions.tend(timezone.now())
        return len(asked)

    few = cost()
    for number in range(5):
        name = f"Teller {number}"
        PersonPage.objects.create(
            colleague=colleague_named(name), slug=f"teller-{number}", name=name, is_open=True
        )
    assert cost() == few <= 10


def test_a_page_that_closes_takes_its_actor_along(
    her_page: PersonPage, actor: Actor, client: Any
) -> None:
    actions.tend(timezone.now())
    follows(Elsewhere(), actor)
    PersonPage.objects.update(is_open=False)
    actions.tend(timezone.now())
    assert Delivery.objects.get().activity.kind == "Delete"
    assert client.get("/ap/people/sanne-vos").status_code == 410


def test_old_marks_are_let_go(standing: PublicStory, actor: Actor) -> None:
    follows(Elsewhere(), actor)
    tell(standing)
    actions.forget_old(timezone.now() + timedelta(days=400))
    assert Delivery.objects.exists()


def test_a_mistake_of_ours_is_not_silent(
    standing: PublicStory, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_args: object, **_more: object) -> Dialect:
        raise ZeroDivisionError

    monkeypatch.setattr("merkwerk.fediverse.actions.delivering.deliver", breaks)
    follows(Elsewhere(), actor)
    tell(standing)
    with pytest.raises(ZeroDivisionError):
        go()
    assert Delivery.objects.get().state == State.WAITING
