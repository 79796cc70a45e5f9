"""What other servers read about who tells here."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from merkwerk.connectors.activitypub.actors import read_actor
from merkwerk.fediverse import actions
from merkwerk.fediverse.models import Actor, Delivery, Follower
from merkwerk.fediverse.tests.conftest import happened
from merkwerk.fediverse.tests.elsewhere import HERE, Elsewhere
from merkwerk.stories.models import PersonPage, PublicStory, Site, StoryEvent

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/activity+json"}
PUBLIC = [
    "/ap/people/sanne-vos",
    "/ap/people/sanne-vos/outbox",
    "/ap/people/sanne-vos/followers",
    "/ap/people/sanne-vos/following",
    "/ap/nodeinfo/2.1",
    "/.well-known/webfinger?resource=acct:sanne-vos@verhalen.example",
]


def told(client: Client, path: str) -> dict[str, Any]:
    answer = client.get(path, headers=JSON)
    assert answer.status_code == 200, path
    made: dict[str, Any] = answer.json()
    return made


def test_an_actor_reads_as_we_read_others(actor: Actor, client: Client) -> None:
    found = read_actor(told(client, "/ap/people/sanne-vos"))
    assert (found.address, found.name) == (f"{HERE}/ap/people/sanne-vos", "Sanne Vos")
    assert found.keys[0][1] == actions.key_of(actor).public


def test_it_may_be_found_and_attributed(actor: Actor, client: Client) -> None:
    made = told(client, "/ap/people/sanne-vos")
    assert (made["discoverable"], made["indexable"]) == (True, True)
    assert made["attributionDomains"] == ["verhalen.example"]


def test_a_site_that_keeps_out_search_says_so(actor: Actor, client: Client) -> None:
    Site.objects.update(keeps_out_search=True)
    assert told(client, "/ap/people/sanne-vos")["indexable"] is False


@pytest.mark.parametrize("path", PUBLIC)
def test_nothing_is_told_while_the_site_is_closed(actor: Actor, client: Client, path: str) -> None:
    assert client.get(path, headers=JSON).status_code == 200
    Site.objects.update(is_open=False)
    assert client.get(path, headers=JSON).status_code == 404


@pytest.mark.parametrize("path", PUBLIC)
def test_no_cookie_is_set(actor: Actor, client: Client, path: str) -> None:
    assert not client.get(path, headers=JSON).cookies


@pytest.mark.parametrize(
    "resource",
    [
        "acct:sanne-vos@verhalen.example",
        "acct:Sanne-Vos@Verhalen.example",
        f"{HERE}/ap/people/sanne-vos",
        f"{HERE}/stories/people/sanne-vos/",
    ],
)
def test_somebody_is_found(actor: Actor, client: Client, resource: str) -> None:
    answer = client.get("/.well-known/webfinger", {"resource": resource})
    assert answer.headers["content-type"] == "application/jrd+json"
    assert answer.json()["links"][0]["href"] == f"{HERE}/ap/people/sanne-vos"


@pytest.mark.parametrize(
    "resource", ["acct:karim@verhalen.example", "acct:sanne-vos@other.example", "x", "acct:@@"]
)
def test_strangers_are_not_found(actor: Actor, client: Client, resource: str) -> None:
    assert client.get("/.well-known/webfinger", {"resource": resource}).status_code == 404


def test_a_question_without_a_name_is_a_bad_one(client: Client, site: Site) -> None:
    assert client.get("/.well-known/webfinger").status_code == 400


def test_a_new_name_of_the_page_is_found_as_well(actor: Actor, client: Client) -> None:
    PersonPage.objects.update(slug="sanne-de-vos")
    for name in ("sanne-vos", "sanne-de-vos"):
        resource = {"resource": f"acct:{name}@verhalen.example"}
        assert client.get("/.well-known/webfinger", resource).status_code == 200


def test_the_house_can_be_followed(site: Site, client: Client) -> None:
    house = actions.house_actor()
    assert told(client, f"/ap/people/{house.handle}")["type"] == "Organization"


def test_how_many_follow_is_told_and_not_who(actor: Actor, client: Client) -> None:
    Follower.objects.create(actor=actor, remote=Elsewhere().known())
    made = told(client, "/ap/people/sanne-vos/followers")
    assert made["totalItems"] == 1
    assert "orderedItems" not in made


def test_nodeinfo_leads_to_itself(actor: Actor, client: Client) -> None:
    place = told(client, "/.well-known/nodeinfo")["links"][0]["href"]
    assert told(client, place.removeprefix(HERE))["software"]["name"] == "merkwerk"


def test_a_story_is_told_by_its_address(standing: PublicStory, client: Client) -> None:
    made = told(client, f"/ap/stories/{standing.story.key}")
    assert (made["type"], made["name"]) == ("Article", "De kade")
    assert made["attributedTo"] == f"{HERE}/ap/people/sanne-vos"


def test_a_browser_goes_on_to_the_page(standing: PublicStory, client: Client) -> None:
    answer = client.get(
        f"/ap/stories/{standing.story.key}", headers={"accept": "text/html,*/*;q=0.8"}
    )
    assert (answer.status_code, answer.headers["location"]) == (302, f"{HERE}/stories/de-kade/")


def test_a_story_taken_down_is_gone(standing: PublicStory, actor: Actor, client: Client) -> None:
    path = f"/ap/stories/{standing.story.key}"
    actions.hear(happened(standing), timezone.now())
    actions.hear(happened(standing, StoryEvent.What.TAKEN_DOWN), timezone.now())
    standing.delete()
    answer = client.get(path, headers=JSON)
    assert (answer.status_code, answer.json()["type"]) == (410, "Tombstone")


@pytest.mark.parametrize("name", ["x", "0" * 32, "de-kade"])
def test_there_is_no_other_story(standing: PublicStory, client: Client, name: str) -> None:
    assert client.get(f"/ap/stories/{name}", headers=JSON).status_code == 404


def test_a_page_that_cannot_be_followed_has_no_story_elsewhere(
    standing: PublicStory, client: Client
) -> None:
    PersonPage.objects.update(is_followable=False)
    assert client.get(f"/ap/stories/{standing.story.key}", headers=JSON).status_code == 404


def test_a_new_key_has_a_new_address(actor: Actor, client: Client) -> None:
    first = told(client, "/ap/people/sanne-vos")["publicKey"]
    actions.renew_key(actor=actor)
    second = told(client, "/ap/people/sanne-vos")["publicKey"]
    assert second["id"] != first["id"]
    assert second["publicKeyPem"] != first["publicKeyPem"]


def test_the_private_half_is_in_no_copy_of_the_database(actor: Actor) -> None:
    row = actor.keys.extra(select={"raw": "private"}).values_list("raw", flat=True).get()
    assert "PRIVATE" not in row


def test_a_move_is_told(actor: Actor, client: Client) -> None:
    Follower.objects.create(actor=actor, remote=Elsewhere().known())
    actions.move(actor=actor, to="https://new.example/users/sanne")
    assert told(client, "/ap/people/sanne-vos")["movedTo"] == "https://new.example/users/sanne"
    kinds = set(Delivery.objects.values_list("activity__kind", flat=True))
    assert kinds == {"Update", "Move"}
