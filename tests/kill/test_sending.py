"""Fifty answers go out while the workers are killed five times: each stands there once."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import pytest

from merkwerk.connectors.tests.loopback import Asked, Reply
from merkwerk.networks.tests.mastodon_stand_in import TOKEN, mastodon_server
from tests.kill.losses import ask
from tests.kill.stage import KINDS, Stage, stage, wait_until
from tests.kill.test_collecting import HOUSE, KILLS, PATIENCE, kill_and_go_on
from tests.peers.servers import free_ports, peer

pytestmark = pytest.mark.kill
ANSWERS = 50


@dataclass
class There:
    """A server with fifty questions on it; `said` gives every answer that stands there."""

    address: str
    token: str
    own: str
    questions: list[tuple[str, str]]

    def said(self) -> list[str]:
        """The words of every answer, page after page."""
        me = httpx.Client(headers={"Authorization": f"Bearer {self.token}"}, base_url=self.address)
        own = str(me.get("/api/v1/accounts/verify_credentials").json()["id"])
        found: dict[str, str] = {}
        asked: dict[str, str] = {"limit": "40"}
        while page := me.get(f"/api/v1/accounts/{own}/statuses", params=asked).json():
            fresh = {s["id"]: s["content"] for s in page if s["in_reply_to_id"]}
            if not fresh.keys() - found.keys():
                break
            found |= fresh
            asked["max_id"] = page[-1]["id"]
        return list(found.values())


@contextmanager
def the_mock() -> Iterator[There]:
    """The program `mastodon-mock`, a server of another house."""
    with peer("mastodon-mock.sh", MOCK_PORT=free_ports(1)[0]) as told:
        made = httpx.post(
            f"{told['server']}/api/v1/_mock/dev_user", json={"username": "joris"}
        ).json()
        joris = {"Authorization": f"Bearer {made['access_token']}"}
        asked = [
            httpx.post(
                f"{told['server']}/api/v1/statuses", headers=joris, json={"status": f"Vraag {n}?"}
            ).json()
            for n in range(ANSWERS)
        ]
        questions = [(status["id"], status["uri"]) for status in asked]
        yield There(told["server"], told["token"], f"{told['server']}/users/testuser", questions)


@contextmanager
def the_slow_one() -> Iterator[There]:
    """Our own stand-in, that takes a message and is slow to say so: kills fall in that gap."""
    with mastodon_server() as server:
        asked = [server.says(f"Vraag {n}?") for n in range(ANSWERS)]
        questions = [(status["id"], status["uri"]) for status in asked]

        def slow(request: Asked) -> Reply | None:
            if request.method != "POST" or not request.path.endswith("/statuses"):
                return None
            taken = server._post(request)
            time.sleep(0.25)
            return taken

        server.trouble = slow
        there = There(server.address, TOKEN, f"{server.address}/users/sanne", questions)
        vars(there)["said"] = lambda: [s["content"] for s in server.by_us()]
        yield there


SERVERS = {"mastodon-mock": the_mock, "slow": the_slow_one}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("which", SERVERS)
def test_every_answer_stands_there_once(which: str, kind: str) -> None:
    with SERVERS[which]() as there:
        try:
            with stage(kind, MERKWERK_ALLOWED_NETWORKS="127.0.0.0/8") as set_up:
                words = [there.address, there.token, there.own, json.dumps(there.questions)]
                set_up.run("-m", "tests.kill.rows", "answering", *words)
                told = send_all(set_up)
        except LookupError as none:
            pytest.skip(str(none))
        said = Counter(there.said())
    assert len(said) == ANSWERS, said
    assert set(said.values()) == {1}, said
    assert told["sent"] == told["remembered"] == told["answered"] == ANSWERS, told
    assert told["aside"] == 0, told


def sent(set_up: Stage) -> int:
    return int(str(ask(set_up, "SELECT count(*) FROM networks_message WHERE state = 'sent'")[0][0]))


def untold(set_up: Stage) -> int:
    waiting = "SELECT count(*) FROM networks_message WHERE remembered_at IS NULL"
    return int(str(ask(set_up, waiting)[0][0]))


def send_all(set_up: Stage) -> dict[str, object]:
    for _ in range(2):
        set_up.start(*HOUSE)
    for number in range(KILLS):
        enough = ANSWERS * (number + 1) // (KILLS + 2)
        assert wait_until(lambda enough=enough: sent(set_up) >= enough, PATIENCE, 0.1), (
            set_up.told()
        )
        kill_and_go_on(set_up)
    assert wait_until(lambda: sent(set_up) == ANSWERS and not untold(set_up), PATIENCE), (
        set_up.told()
    )
    told: dict[str, object] = json.loads(set_up.run("-m", "tests.kill.rows", "count"))
    return told
