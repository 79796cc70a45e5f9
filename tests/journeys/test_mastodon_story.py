"""The same story over the Mastodon client API: found by a hashtag, connected by saying yes on
one's own server, answered, remembered. The other side uses Mastodon.py."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from mastodon import Mastodon as OtherHouse

from tests.journeys.house import House, first_colleague, house
from tests.peers.servers import Mastodon
from tests.peers.waiting import until

pytestmark = pytest.mark.peer

QUESTION = "Wie heeft ervaring met btw voor platformen? #btw"
ANSWER = "Ik! Begin met de meldplicht, de rest volgt vanzelf."


@pytest.fixture
def merkwerk() -> Iterator[House]:
    with house() as running:
        yield running


@pytest.fixture
def joris(mastodon_mock: Mastodon) -> OtherHouse:
    httpx.post(f"{mastodon_mock.server}/api/v1/_mock/reset").raise_for_status()
    path = "/api/v1/_mock/dev_user"
    made = httpx.post(f"{mastodon_mock.server}{path}", json={"username": "joris"})
    return OtherHouse(access_token=made.json()["access_token"], api_base_url=mastodon_mock.server)


def test_a_question_under_a_hashtag_becomes_a_conversation(
    mastodon_mock: Mastodon, joris: OtherHouse, merkwerk: House
) -> None:
    sanne = first_colleague(merkwerk.site)
    sanne.goes_to("/networks/accounts/")
    sanne.presses("Connect Mastodon", **{"mastodon-server": mastodon_mock.server})
    sanne.waits_for("On to")
    sanne.follows("On to")
    sanne.presses("@testuser")
    sanne.waits_for("Connected as @testuser")

    asked = joris.status_post(QUESTION)
    sanne.goes_to("/networks/sources/new/")
    sanne.presses("Look", text=f"{mastodon_mock.server}/tags/btw")
    assert "Wie heeft ervaring" in sanne.waits_for("Wie heeft ervaring")
    sanne.presses("Keep")
    sanne.goes_to("/listening/topics/new/")
    sanne.presses("Listen", name="Btw", query="#btw")

    today = sanne.waits_for("Wie heeft ervaring", "/today/", seconds=120)
    assert "asks something that you know about" in today
    sanne.follows("Answer")
    sanne.presses("Send", text=ANSWER)
    sanne.waits_for("Stands on Mastodon", sanne.address)

    replies = until(lambda: joris.status_context(asked["id"])["descendants"])
    assert len(replies) == 1
    assert ANSWER in replies[0]["content"]
    assert replies[0]["account"]["username"] == "testuser"

    sanne.waits_for("joris", "/relationships/")
    sanne.follows("joris")
    assert "Wie heeft ervaring" in sanne.waits_for("You answered")
