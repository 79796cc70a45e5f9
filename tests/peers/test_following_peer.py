"""Following people, and looking again at what they wrote, on real servers."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
import pytest
from mastodon import Mastodon as OtherHouse

from merkwerk.connectors.bluesky import following as on_bluesky
from merkwerk.connectors.bluesky import rechecking as bluesky_again
from merkwerk.connectors.bluesky import writing as bluesky_writing
from merkwerk.connectors.bluesky.session import Auth
from merkwerk.connectors.errors import NotFound
from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon import following, rechecking
from merkwerk.connectors.values import Following, Sent
from tests.peers.servers import Atproto, Mastodon
from tests.peers.waiting import until

pytestmark = pytest.mark.peer


@pytest.fixture
def server(mastodon_mock: Mastodon) -> Mastodon:
    """The mock with nothing said yet."""
    httpx.post(f"{mastodon_mock.server}/api/v1/_mock/reset").raise_for_status()
    return mastodon_mock


@pytest.fixture
def anna(server: Mastodon) -> OtherHouse:
    """Somebody else, in the hands of the other house."""
    made = httpx.post(f"{server.server}/api/v1/_mock/dev_user", json={"username": "anna"})
    return OtherHouse(access_token=made.json()["access_token"], api_base_url=server.server)


def follow(http: Http, server: Mastodon, name: str) -> Following:
    host = urlsplit(server.server).netloc
    return following.follow(
        http, server=server.server, token=server.token, uid=f"{server.server}/@{name}",
        handle=f"{name}@{host}",
    )  # fmt: skip


def standing(http: Http, server: Mastodon, told: Following) -> Following:
    return following.relationships(
        http, server=server.server, token=server.token, accounts=[(told.uid, told.key)]
    )[0]


def test_somebody_is_followed_once_and_follows_back(
    http: Http, server: Mastodon, anna: OtherHouse
) -> None:
    told = follow(http, server, "anna")
    assert told.follows
    assert follow(http, server, "anna").key == told.key
    assert not standing(http, server, told).followed
    anna.account_follow(anna.account_lookup("testuser").id)
    assert standing(http, server, told).followed
    following.unfollow(
        http, server=server.server, token=server.token, uid=told.uid, key=told.key
    )  # fmt: skip
    assert not standing(http, server, told).follows


def test_nobody_is_not_found(http: Http, server: Mastodon) -> None:
    with pytest.raises(NotFound):
        follow(http, server, "niemand")


def test_what_was_changed_and_taken_away_is_seen(
    http: Http, server: Mastodon, anna: OtherHouse
) -> None:
    ids = [str(anna.status_post(f"Bericht {n}").id) for n in range(30)]
    before = rechecking.recheck(http, server=server.server, token=server.token, ids=ids)
    anna.status_update(ids[3], "Anders")
    anna.status_delete(ids[7])
    after = rechecking.recheck(http, server=server.server, token=server.token, ids=ids)
    assert (len(before.posts), before.deleted_ids) == (30, ())
    assert (len(after.posts), after.deleted_ids) == (29, (ids[7],))
    known = {post.uid: post.revision for post in before.posts}
    assert [post.text for post in after.posts if post.revision != known[post.uid]] == ["Anders"]


def say(http: Http, auth: Auth, text: str) -> Sent:
    now = datetime.now(UTC)
    key = bluesky_writing.new_tid(now)
    return bluesky_writing.send(http, auth=auth, text=text, key=key, now=now)


def test_a_data_server_alone_keeps_whom_one_follows(http: Http, atproto: Atproto) -> None:
    one, other = atproto.account(http, "een"), atproto.account(http, "twee")
    now = datetime.now(UTC)
    key = bluesky_writing.new_tid(now)
    for _ in range(2):
        told = on_bluesky.follow(http, auth=one, uid=other.session.did, key=key, now=now)
        assert told.follows
    assert not on_bluesky.unfollow(http, auth=one, uid=other.session.did).follows
    assert on_bluesky._records(http, one, other.session.did) == []


def test_a_data_server_alone_tells_which_posts_stand(http: Http, atproto: Atproto) -> None:
    one = atproto.account(http, "drie")
    sent = [say(http, one, f"Bericht {n}") for n in range(3)]
    bluesky_writing.delete(http, auth=one, uri=sent[1].uid)
    page = bluesky_again.recheck(
        http, uris=[told.uid for told in sent], now=datetime.now(UTC), server=atproto.pds,
        plc=atproto.plc,
    )  # fmt: skip
    assert (len(page.posts), page.deleted) == (2, (sent[1].uid,))


def test_an_appview_tells_who_follows_back_and_who_people_are(
    http: Http, atproto_appview: Atproto
) -> None:
    one, other = atproto_appview.account(http, "vier"), atproto_appview.account(http, "vijf")
    for auth, whom in ((one, other), (other, one)):
        now = datetime.now(UTC)
        key = bluesky_writing.new_tid(now)
        on_bluesky.follow(http, auth=auth, uid=whom.session.did, key=key, now=now)

    def mutual() -> bool:
        told = on_bluesky.relationships(http, auth=one, uids=[other.session.did])
        return bool(told) and told[0].follows and told[0].followed

    assert until(mutual)
    again = on_bluesky.follow(
        http, auth=one, uid=other.session.did, key=bluesky_writing.new_tid(datetime.now(UTC)),
        now=datetime.now(UTC),
    )  # fmt: skip
    assert again.followed
    assert len(on_bluesky._records(http, one, other.session.did)) == 1
    people = bluesky_again.people(http, uids=[one.session.did], server=atproto_appview.appview)
    assert [person.handle for person in people] == [one.session.handle]
