"""Something of one's own: written, looked over, placed by a press, answered, changed, taken away.
The other side uses Mastodon.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from mastodon import Mastodon as OtherHouse

from tests.journeys.house import House, first_colleague, house
from tests.peers.servers import Mastodon
from tests.peers.waiting import until

pytestmark = pytest.mark.peer

WORDS = "Vandaag leerde ik waarom een controle begint met luisteren.\n---\nEn toen was het stil."
REPLY = "Precies dat hoorde ik ook!"


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


def said(joris: OtherHouse) -> list[dict[str, Any]]:
    """What stands on the server by the account that is connected, the oldest first."""
    everything = joris.timeline_public(limit=40)
    return [one for one in reversed(everything) if one["account"]["username"] == "testuser"]


def test_own_words_go_out_by_a_press_and_come_back_as_a_conversation(
    mastodon_mock: Mastodon, joris: OtherHouse, merkwerk: House
) -> None:
    sanne = first_colleague(merkwerk.site)
    sanne.goes_to("/networks/accounts/")
    sanne.presses("Connect Mastodon", **{"mastodon-server": mastodon_mock.server})
    sanne.waits_for("On to")
    sanne.follows("On to")
    sanne.presses("@testuser")
    sanne.waits_for("Connected as @testuser")

    sanne.goes_to("/writing/new/")
    sanne.presses("Go on", text=WORDS)
    sanne.presses("Look it over")
    assert said(joris) == []
    sanne.presses("Place it")
    sanne.waits_for("stands there", sanne.address)

    thread = until(lambda: found if len(found := said(joris)) == 2 else [])
    assert "luisteren" in thread[0]["content"]
    assert thread[1]["in_reply_to_id"] == thread[0]["id"]

    told = sanne.address
    joris.status_post(f"@testuser {REPLY}", in_reply_to_id=thread[0]["id"])
    page = sanne.waits_for("Precies dat hoorde ik", told, seconds=120)
    assert page.index("Precies dat hoorde ik") < page.index("Where it stands")

    sanne.goes_to(told)
    sanne.presses("Take it away there")
    until(lambda: said(joris) == [])
