"""Who follows an account, and one post by its address, on real servers."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest
from mastodon import Mastodon as OtherHouse

from merkwerk.connectors import single
from merkwerk.connectors.bluesky import followers as on_bluesky
from merkwerk.connectors.bluesky import following, writing
from merkwerk.connectors.bluesky.session import Auth
from merkwerk.connectors.errors import ConnectorError, Gone
from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon import followers
from merkwerk.connectors.values import Followers, Network
from tests.peers.servers import Atproto, Mastodon
from tests.peers.waiting import until

pytestmark = pytest.mark.peer
MANY = 90
"""More than the server gives on one page."""


@pytest.fixture
def server(mastodon_mock: Mastodon) -> Mastodon:
    """The mock with nothing said yet."""
    httpx.post(f"{mastodon_mock.server}/api/v1/_mock/reset").raise_for_status()
    return mastodon_mock


def somebody(server: Mastodon, name: str) -> OtherHouse:
    """Somebody new, in the hands of the other house."""
    made = httpx.post(f"{server.server}/api/v1/_mock/dev_user", json={"username": name})
    return OtherHouse(access_token=made.json()["access_token"], api_base_url=server.server)


def pages(http: Http, server: Mastodon) -> list[Followers]:
    got = [followers.page(http, server=server.server, token=server.token)]
    while got[-1].next and len(got) < 9:
        got.append(
            followers.page(http, server=server.server, token=server.token, next=got[-1].next)
        )
    return got


def test_every_follower_is_told_once_over_all_pages(http: Http, server: Mastodon) -> None:
    assert pages(http, server)[0].total == 0
    for number in range(MANY):
        one = somebody(server, f"volger{number}")
        one.account_follow(one.account_lookup("testuser").id)
    got = pages(http, server)
    uids = [person.uid for page in got for person in page.people]
    assert (len(uids), len(set(uids)), got[0].total) == (MANY, MANY, MANY)
    assert len(got) > 1


def test_a_post_is_read_by_its_address(http: Http, server: Mastodon) -> None:
    said = somebody(server, "anna").status_post("Zo doen wij dat.")
    for token in ("", server.token):
        own = {"server": server.server, "token": token} if token else {}
        doors = single.Doors(http=http, now=datetime.now(UTC), **own)
        found = single.read(doors, said.url)
        assert (found.network, found.uid, found.text) == (
            Network.MASTODON, said.uri, "Zo doen wij dat.",
        )  # fmt: skip


def test_a_post_on_bluesky_is_read_from_its_own_server(http: Http, atproto: Atproto) -> None:
    one = atproto.account(http, "een")
    now = datetime.now(UTC)
    sent = writing.send(http, auth=one, text="Hallo daar", key=writing.new_tid(now), now=now)
    doors = single.Doors(http=http, now=now, appview=atproto.pds, plc=atproto.plc)
    place = f"https://bsky.app/profile/{one.session.handle}/post/{sent.uid.rpartition('/')[2]}"
    for address in (sent.uid, place):
        assert single.read(doors, address).text == "Hallo daar"
    writing.delete(http, auth=one, uri=sent.uid)
    with pytest.raises(Gone):
        single.read(doors, place)


def test_an_appview_tells_who_follows(http: Http, atproto_appview: Atproto) -> None:
    one = atproto_appview.account(http, "gevolgd")
    others = [atproto_appview.account(http, name) for name in ("zes", "zeven", "acht")]
    for other in others:
        now = datetime.now(UTC)
        following.follow(
            http, auth=other, uid=one.session.did, key=writing.new_tid(now), now=now
        )  # fmt: skip
    wanted = {other.session.did for other in others}
    assert until(lambda: _followers(http, one, atproto_appview) == wanted)


def _followers(http: Http, one: Auth, atproto: Atproto) -> set[str]:
    try:
        page = on_bluesky.page(http, auth=one, appview=atproto.appview)
    except ConnectorError:
        return set()  # a profile may not exist for a second
    return {person.uid for person in page.people}
