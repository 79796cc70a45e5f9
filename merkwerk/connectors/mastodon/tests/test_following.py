from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from merkwerk.connectors.errors import Forbidden, NotFound, Unreadable
from merkwerk.connectors.mastodon import following
from merkwerk.connectors.mastodon.tests.test_client import reply
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving
from merkwerk.connectors.values import Following

SERVER = "http://social.example"
UID = "https://other.example/users/joris"
JORIS = {"id": "7", "acct": "joris@other.example", "uri": UID, "url": UID}


class House:
    """A server that knows Joris, or finds him only when it looks around."""

    def __init__(self, *, knows: bool = True, finds: bool = True, locked: bool = False) -> None:
        self.knows, self.finds, self.locked = knows, finds, locked
        self.follows = False

    def __call__(self, asked: Asked) -> Reply:
        place = urlsplit(asked.path)
        match place.path.split("/")[3:]:
            case ["accounts", "lookup"]:
                return reply(JORIS) if self.knows else reply({}, 404)
            case ["search"]:
                return reply({"accounts": [JORIS] if self.finds else []})
            case ["accounts", "7", "follow"]:
                self.follows = True
            case ["accounts", "7", "unfollow"]:
                self.follows = False
            case ["accounts", "relationships"]:
                told = parse_qs(place.query)["id[]"]
                return reply([{**self.standing(), "id": number} for number in told])
            case _:
                return reply({}, 404)
        return reply(self.standing())

    def standing(self) -> dict[str, Any]:
        on = self.follows and not self.locked
        return {
            "id": "7", "following": on, "requested": self.follows and self.locked,
            "followed_by": True,
        }  # fmt: skip


def follow(handler: Handler, handle: str = "joris@other.example") -> Following:
    with serving(handler) as server:
        return following.follow(
            http_to(server), server=SERVER, token="t", uid=UID, handle=handle
        )  # fmt: skip


def test_somebody_known_is_followed() -> None:
    told = follow(House())
    assert (told.uid, told.key, told.follows, told.followed) == (UID, "7", True, True)


def test_following_twice_is_following() -> None:
    house = House()
    assert follow(house) == follow(house)


def test_somebody_unknown_is_looked_for() -> None:
    assert follow(House(knows=False)).follows


def test_nobody_is_not_found() -> None:
    with pytest.raises(NotFound):
        follow(House(knows=False, finds=False))


def test_somebody_else_than_asked_is_not_followed() -> None:
    with pytest.raises(NotFound):
        follow(House(knows=False), "anna@other.example")


def test_a_closed_door_is_knocked_at() -> None:
    told = follow(House(locked=True))
    assert (told.follows, told.requested) == (False, True)


def test_a_connection_that_may_not_follow_is_told() -> None:
    def answer(asked: Asked) -> Reply:
        return reply({"error": "outside the authorized scopes"}, 403) if (
            asked.method == "POST"
        ) else reply(JORIS)  # fmt: skip

    with pytest.raises(Forbidden):
        follow(answer)


def test_an_answer_that_does_not_say_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        follow(lambda asked: reply(JORIS))


def test_following_ends() -> None:
    house = House()
    follow(house)
    with serving(house) as server:
        told = following.unfollow(http_to(server), server=SERVER, token="t", uid=UID, key="7")
    assert not told.follows


def test_following_somebody_who_is_gone_has_ended() -> None:
    with serving(House()) as server:
        told = following.unfollow(http_to(server), server=SERVER, token="t", uid=UID, key="8")
    assert not told.follows


def test_who_follows_back_is_asked_for_many_at_once() -> None:
    accounts = [(f"https://other.example/{n}", str(n)) for n in range(60)]
    with serving(House()) as server:
        told = following.relationships(
            http_to(server), server=SERVER, token="t", accounts=accounts
        )  # fmt: skip
        assert len(server.asked) == 2
    assert {(one.uid, one.key) for one in told} == set(accounts)
    assert all(one.followed and not one.follows for one in told)
