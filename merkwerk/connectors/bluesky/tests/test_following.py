from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from merkwerk.connectors.bluesky import following
from merkwerk.connectors.bluesky.calls import NoAppView
from merkwerk.connectors.bluesky.tests.test_writing import AUTH, DID, KEY, NOW, reply
from merkwerk.connectors.errors import BadAddress, Rejected
from merkwerk.connectors.tests.loopback import Asked, Reply, http_to, serving
from merkwerk.connectors.values import Following

KEES = "did:plc:j4wekptvqpsbwdycjrz77n2b"


class Repo:
    """A data server with one account's follows; perhaps with an AppView behind it."""

    def __init__(self, *, appview: bool = True) -> None:
        self.appview = appview
        self.records: dict[str, str] = {}

    def __call__(self, asked: Asked) -> Reply:
        place = urlsplit(asked.path)
        name, query = place.path.rpartition("/")[2], parse_qs(place.query)
        body: dict[str, Any] = json.loads(asked.body or b"{}")
        if name == "app.bsky.graph.getRelationships":
            return self.told(query["others"]) if self.appview else reply({}, 501)
        if name == "com.atproto.repo.putRecord":
            if body["rkey"] in self.records:
                return reply({"error": "InvalidSwap", "message": "there is one"}, 400)
            self.records[body["rkey"]] = body["record"]["subject"]
            return reply({"uri": self.uri(body["rkey"]), "cid": "bafy"})
        if name == "com.atproto.repo.deleteRecord":
            self.records.pop(body["rkey"], None)
            return reply({})
        rows = [{"uri": self.uri(k), "value": {"subject": s}} for k, s in self.records.items()]
        return reply({"records": rows})

    def uri(self, key: str) -> str:
        return f"at://{DID}/app.bsky.graph.follow/{key}"

    def told(self, others: list[str]) -> Reply:
        keys = {subject: key for key, subject in self.records.items()}
        rows = [
            {"did": did, "followedBy": f"at://{did}/app.bsky.graph.follow/1"}
            | ({"following": self.uri(keys[did])} if did in keys else {})
            for did in others
        ]
        return reply({"relationships": rows})


def follow(repo: Repo, uid: str = KEES, key: str = KEY) -> Following:
    with serving(repo) as server:
        return following.follow(http_to(server), auth=AUTH, uid=uid, key=key, now=NOW)


def unfollow(repo: Repo, key: str = "") -> Following:
    with serving(repo) as server:
        return following.unfollow(http_to(server), auth=AUTH, uid=KEES, key=key)


@pytest.mark.parametrize("appview", [True, False])
def test_somebody_is_followed(appview: bool) -> None:
    repo = Repo(appview=appview)
    told = follow(repo)
    assert (told.follows, told.key, told.followed) == (True, repo.uri(KEY), appview)
    assert repo.records == {KEY: KEES}


@pytest.mark.parametrize("appview", [True, False])
def test_following_twice_is_following_once(appview: bool) -> None:
    repo = Repo(appview=appview)
    assert follow(repo) == follow(repo)
    assert len(repo.records) == 1


def test_who_is_followed_already_keeps_the_old_record() -> None:
    repo = Repo()
    follow(repo)
    assert follow(repo, key="3n2ty3bplud2a").key == repo.uri(KEY)
    assert len(repo.records) == 1


@pytest.mark.parametrize("uid", ["", "kees.example", DID])
def test_nobody_and_ourselves_are_not_followed(uid: str) -> None:
    with pytest.raises(BadAddress):
        follow(Repo(), uid)


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(Rejected):
        follow(Repo(), key="x")


@pytest.mark.parametrize("known", [True, False])
def test_following_ends(known: bool) -> None:
    repo = Repo()
    key = follow(repo).key
    assert not unfollow(repo, key if known else "").follows
    assert repo.records == {}


def test_ending_what_never_was_is_fine() -> None:
    assert not unfollow(Repo()).follows


def test_the_record_of_somebody_else_is_not_touched() -> None:
    with pytest.raises(BadAddress):
        unfollow(Repo(), f"at://{KEES}/app.bsky.graph.follow/1")


def test_a_post_is_no_following() -> None:
    with pytest.raises(BadAddress):
        unfollow(Repo(), f"at://{DID}/app.bsky.feed.post/1")


def test_who_follows_back_is_asked_for_many_at_once() -> None:
    uids = [f"did:plc:{n}" for n in range(40)]
    with serving(Repo()) as server:
        told = following.relationships(http_to(server), auth=AUTH, uids=uids)
        assert len(server.asked) == 2
    assert [one.uid for one in told] == uids
    assert all(one.followed for one in told)


def test_without_an_appview_nobody_knows() -> None:
    with serving(Repo(appview=False)) as server, pytest.raises(NoAppView):
        following.relationships(
            http_to(server), auth=AUTH, uids=[KEES], appview="http://view.example"
        )
