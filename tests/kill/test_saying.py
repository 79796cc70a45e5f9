"""Threads of three with a picture go out while the workers are killed again and again: every part
stands there once, below the part before it."""

from __future__ import annotations

import time

import pytest

from merkwerk.connectors.tests.loopback import Asked, Reply
from merkwerk.networks.tests.mastodon_stand_in import TOKEN, Mastodon, mastodon_server
from tests.kill.losses import ask
from tests.kill.stage import KINDS, Stage, stage, wait_until
from tests.kill.test_collecting import HOUSE, KILLS, PATIENCE, kill_and_go_on

pytestmark = pytest.mark.kill
THREADS = 8


def slow(server: Mastodon, asked: Asked) -> Reply | None:
    """Takes a message or a picture, and is slow to say so: kills fall in that gap."""
    if asked.method != "POST" or not asked.path.endswith(("/statuses", "/media")):
        return None
    taken = server._api(asked, asked.path, {})
    time.sleep(0.2)
    return taken


def sent(set_up: Stage) -> int:
    return int(str(ask(set_up, "SELECT count(*) FROM networks_message WHERE state = 'sent'")[0][0]))


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_of_every_thread_stands_there_once(kind: str) -> None:
    with mastodon_server() as server:
        server.trouble = lambda asked: slow(server, asked)
        try:
            with stage(kind, MERKWERK_ALLOWED_NETWORKS="127.0.0.0/8") as set_up:
                own = f"{server.address}/users/sanne"
                words = [server.address, TOKEN, own, str(THREADS)]
                set_up.run("-m", "tests.kill.rows", "telling", *words)
                tell_all(set_up)
        except LookupError as none:
            pytest.skip(str(none))
        there = server.by_us()
    assert len(there) == 3 * THREADS, [one["content"] for one in there]
    by_id = {one["id"]: one["content"] for one in there}
    assert len(set(by_id.values())) == 3 * THREADS
    for one in there:
        number, place = one["content"].removeprefix("<p>Stuk ").split(".")[0].split("-")
        above = by_id.get(one["in_reply_to_id"], "")
        wanted = f"<p>Stuk {number}-{int(place) - 1}.</p>" if int(place) > 1 else ""
        assert above == wanted
        assert len(one["media_attachments"]) == (place == "1")


def tell_all(set_up: Stage) -> None:
    for _ in range(2):
        set_up.start(*HOUSE)
    for number in range(KILLS):
        enough = 3 * THREADS * (number + 1) // (KILLS + 2)
        assert wait_until(lambda enough=enough: sent(set_up) >= enough, PATIENCE, 0.1), (
            set_up.told()
        )
        kill_and_go_on(set_up)
    assert wait_until(lambda: sent(set_up) == 3 * THREADS, PATIENCE), set_up.told()
