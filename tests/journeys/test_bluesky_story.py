"""A question on a real AT Protocol network arrives, is answered, stands there once, and is
remembered. The other side uses a client library that Merkwerk itself does not use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from atproto import Client
from atproto_client.exceptions import BadRequestError

from tests.journeys.house import House, first_colleague, house
from tests.peers.servers import PASSWORD, Atproto
from tests.peers.waiting import until

pytestmark = pytest.mark.peer

QUESTION = "Iemand ervaring met de nieuwe btw-regels voor platformen?"
ANSWER = "Ja, twee keer gedaan. De grootste valkuil is de meldplicht: bel me gerust."


def newcomer(network: Atproto, name: str) -> Client:
    """Somebody new on the network, by the independent client."""
    client = Client(base_url=f"{network.pds}/xrpc")
    client.com.atproto.server.create_account(
        {"handle": f"{name}.test", "email": f"{name}@example.org", "password": PASSWORD}
    )
    until(lambda: _signed_in(client, name))
    return client


def _signed_in(client: Client, name: str) -> bool:
    """A new account has no profile for its first second."""
    try:
        client.login(f"{name}.test", PASSWORD)
    except BadRequestError:
        return False
    return True


@pytest.fixture
def merkwerk(atproto_appview: Atproto) -> Iterator[House]:
    with house(
        MERKWERK_PLC_DIRECTORY=atproto_appview.plc,
        MERKWERK_BLUESKY_SERVER=atproto_appview.pds,
        MERKWERK_BLUESKY_PUBLIC=atproto_appview.appview,
    ) as running:
        yield running


def test_a_question_becomes_a_conversation(atproto_appview: Atproto, merkwerk: House) -> None:
    joris = newcomer(atproto_appview, "joris-story")
    newcomer(atproto_appview, "sanne-story")
    sanne = first_colleague(merkwerk.site)

    sanne.goes_to("/listening/topics/new/")
    sanne.presses("Listen", name="Btw", query="btw AND platform*")
    sanne.goes_to("/networks/accounts/")
    sanne.presses(
        "With an app password instead",
        **{"app-password-handle": "sanne-story.test", "app-password-app_password": PASSWORD},
    )
    sanne.waits_for("Connected as @sanne-story.test")

    asked = joris.send_post(f"@sanne-story.test {QUESTION}", facets=_naming(joris, "sanne-story"))
    today = sanne.waits_for("valkuil|glazig|btw-regels", "/today/", seconds=180)
    assert "One moment today." in today
    assert "is talking to you" in today
    assert "Why you:" in today

    sanne.follows("Answer")
    sanne.presses("Send", text=ANSWER)
    pressed = sanne.address
    sanne.waits_for("Stands on Bluesky", pressed)

    replies = until(lambda: _replies(joris, asked.uri), seconds=30)
    assert [(one.post.author.handle, one.post.record.text) for one in replies] == [
        ("sanne-story.test", ANSWER)
    ]

    sanne.waits_for("joris-story", "/relationships/")
    sanne.follows("joris-story")
    assert QUESTION in sanne.waits_for("You answered")
    assert "1 of 1 done" in sanne.waits_for("1 of 1 done", "/today/")


def _naming(client: Client, name: str) -> list[dict[str, object]]:
    """The facet that makes the handle at the beginning a mention."""
    did = client.resolve_handle(f"{name}.test").did
    return [
        {
            "index": {"byteStart": 0, "byteEnd": len(f"@{name}.test")},
            "features": [{"$type": "app.bsky.richtext.facet#mention", "did": did}],
        }
    ]


def _replies(client: Client, uri: str) -> list[object]:
    return list(client.get_post_thread(uri).thread.replies or [])
