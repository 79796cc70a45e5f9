"""Followed, read and answered by a server of others, in both ways of signing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.tests.loopback import LOOPBACK
from merkwerk.fediverse import actions
from merkwerk.fediverse.models import Follower
from merkwerk.stories.actions import readers
from merkwerk.stories.models import PersonPage, PublicStory, Reaction, Sign, Site, Story, StoryEvent
from tests.peers.servers import Fedify
from tests.peers.waiting import until

pytestmark = [pytest.mark.peer, pytest.mark.django_db(transaction=True)]
Event = StoryEvent.What


@pytest.fixture(autouse=True)
def near(settings: Settings, live_server: LiveServer) -> str:
    address = f"http://127.0.0.1:{urlsplit(live_server.url).port}"
    settings.SITE_ADDRESS, settings.ALLOWED_NETWORKS = address, LOOPBACK
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    return address


@pytest.fixture
def sannes(near: str, sanne: Colleague) -> str:
    """Her actor; a new name each time, for the peer keeps what it once read."""
    Site.objects.create(pk=1, name="Kade en Kroon", is_open=True)
    slug = f"sanne-{urlsplit(near).port}-{timezone.now():%H%M%S%f}"
    PersonPage.objects.create(colleague=sanne, slug=slug, name="Sanne Vos", is_open=True)
    return f"{near}/ap/people/{slug}"


@pytest.fixture
def standing(sannes: str, sanne: Colleague) -> PublicStory:
    at = timezone.now() - timedelta(minutes=1)
    story = Story.objects.create(author=sanne, title="De kade", slug="de-kade")
    return PublicStory.objects.create(
        story=story, person=PersonPage.objects.get(), version=1, slug="de-kade", language="nl",
        title="De kade", opening="Over water.", body="<p>Het water kwam.</p>",
        published_at=at, changed_at=at,
    )  # fmt: skip


def work() -> None:
    """What the worker does again and again."""
    actions.verify_due(timezone.now(), seconds=10)
    actions.deliver_due(timezone.now(), seconds=10)


def worked(ask: Callable[[], Any]) -> Any:
    def once() -> Any:
        work()
        return ask()

    return until(once)


def happens(standing: PublicStory, what: str) -> None:
    event = StoryEvent.objects.create(
        story_key=standing.story.key, story=standing.story, what=what, path="/stories/de-kade/"
    )
    actions.hear(event, timezone.now())


def hear() -> None:
    for event in StoryEvent.objects.all():
        actions.hear(event, timezone.now())


def of_this(fedify: Fedify, kind: str, sannes: str) -> list[dict[str, Any]]:
    return [one for one in fedify.got(kind) if one["actor"] == sannes]


@pytest.fixture
def followed(fedify: Fedify, sannes: str) -> str:
    asked = fedify.does("follow", actor=sannes)
    assert worked(lambda: of_this(fedify, "Accept", sannes))
    return str(asked["id"])


def told(fedify: Fedify, sannes: str, standing: PublicStory) -> dict[str, Any]:
    happens(standing, Event.PUBLISHED)
    got: list[dict[str, Any]] = worked(lambda: of_this(fedify, "Create", sannes))
    article: dict[str, Any] = got[0]["json"]["object"]
    return article


def test_it_reads_who_somebody_is(fedify: Fedify, sannes: str) -> None:
    """By address; a handle it looks up over TLS only."""
    found = fedify.does("fetch", object=sannes)
    assert (found["type"], found["name"]) == ("Person", "Sanne Vos")


def test_it_follows_and_is_accepted(fedify: Fedify, followed: str) -> None:
    assert Follower.objects.get().remote.address == fedify.actor


def test_it_gets_a_story_and_believes_it(
    fedify: Fedify, sannes: str, followed: str, standing: PublicStory
) -> None:
    article = told(fedify, sannes, standing)
    assert (article["type"], article["name"]) == ("Article", "De kade")
    assert "Het water kwam." in article["content"]


def test_a_change_and_the_end_arrive(
    fedify: Fedify, sannes: str, followed: str, standing: PublicStory
) -> None:
    article = told(fedify, sannes, standing)
    PublicStory.objects.update(title="De nieuwe kade", changed_at=timezone.now())
    happens(standing, Event.CHANGED)
    changed = worked(lambda: of_this(fedify, "Update", sannes))
    assert changed[0]["json"]["object"]["name"] == "De nieuwe kade"
    happens(standing, Event.TAKEN_DOWN)
    standing.delete()
    ended = worked(lambda: of_this(fedify, "Delete", sannes))
    assert ended[0]["json"]["object"]["id"] == article["id"]
    assert httpx.get(article["id"]).status_code == 410


def test_its_reply_becomes_a_reaction_that_changes_and_goes(
    fedify: Fedify, sannes: str, standing: PublicStory
) -> None:
    story = f"{sannes.partition('/ap/')[0]}/ap/stories/{standing.story.key}"
    words = {"actor": sannes, "inReplyTo": story}
    reply = fedify.does("reply", **words, text="<p>Dat ken ik!</p>")
    reaction = worked(lambda: Reaction.objects.first())
    assert (reaction.words, reaction.name) == ("Dat ken ik!", "Felix van Fedify")
    fedify.does("change", **words, id=reply["id"], text="<p>Dat ken ik ook.</p>")
    assert worked(lambda: Reaction.objects.get().words == "Dat ken ik ook.")
    fedify.does("delete", actor=sannes, id=reply["id"])
    assert worked(lambda: not Reaction.objects.get().words)


def test_the_authors_answer_arrives_as_a_reply_that_changes_and_goes(
    fedify: Fedify, sannes: str, sanne: Colleague, standing: PublicStory
) -> None:
    story = f"{sannes.partition('/ap/')[0]}/ap/stories/{standing.story.key}"
    reply = fedify.does("reply", actor=sannes, inReplyTo=story, text="<p>Dat ken ik!</p>")
    reaction = worked(lambda: Reaction.objects.first())
    answer = readers.answer(reaction=reaction, by=sanne, words="Ik ook.", now=timezone.now())
    hear()
    note = worked(lambda: of_this(fedify, "Create", sannes))[0]["json"]["object"]
    assert (note["type"], note["inReplyTo"]) == ("Note", reply["id"])
    assert fedify.does("fetch", object=note["id"])["content"].endswith("Ik ook.</p>")
    readers.change_answer(answer=answer, by=sanne, words="Ik niet.", now=timezone.now())
    hear()
    changed = worked(lambda: of_this(fedify, "Update", sannes))[0]["json"]["object"]
    assert changed["content"].endswith("Ik niet.</p>")
    readers.take_back_answer(answer=answer, by=sanne)
    hear()
    ended = worked(lambda: of_this(fedify, "Delete", sannes))
    assert ended[0]["json"]["object"]["id"] == note["id"]
    assert httpx.get(note["id"]).status_code == 410


@pytest.mark.parametrize(("what", "kind"), [("like", "like"), ("announce", "share")])
def test_its_like_and_boost_are_footnotes(
    fedify: Fedify, sannes: str, standing: PublicStory, what: str, kind: str
) -> None:
    story = f"{sannes.partition('/ap/')[0]}/ap/stories/{standing.story.key}"
    fedify.does(what, actor=sannes, object=story)
    assert worked(lambda: Sign.objects.first()).kind == kind


def test_it_unfollows(fedify: Fedify, sannes: str, followed: str) -> None:
    fedify.does("unfollow", actor=sannes, id=followed)
    assert worked(lambda: not Follower.objects.exists())


def test_a_follower_who_is_let_go_hears_it(fedify: Fedify, sannes: str, followed: str) -> None:
    actions.let_go(follower=Follower.objects.get())
    assert worked(lambda: of_this(fedify, "Reject", sannes))


def test_it_reads_a_story_by_its_address(
    fedify: Fedify, sannes: str, standing: PublicStory
) -> None:
    story = f"{sannes.partition('/ap/')[0]}/ap/stories/{standing.story.key}"
    assert fedify.does("fetch", object=story)["name"] == "De kade"


def test_who_goes_is_told_to_it(fedify: Fedify, sannes: str, followed: str) -> None:
    actions.tend(timezone.now())
    PersonPage.objects.update(is_open=False)
    actions.tend(timezone.now())
    assert worked(lambda: of_this(fedify, "Delete", sannes))
    assert httpx.get(sannes).status_code == 410
