"""A stream of two thousand posts while the listener is killed again and again."""

from __future__ import annotations

import json

import pytest

from merkwerk.networks.tests.stream_stand_in import Jetstream, jetstream_server, line
from tests.kill.losses import ask
from tests.kill.stage import KINDS, Stage, stage, wait_until

pytestmark = pytest.mark.kill
LINES, KILLS, PATIENCE = 2000, 3, 120
NEAR = {"MERKWERK_ALLOWED_NETWORKS": "127.0.0.0/8"}
LISTENER = ("-m", "merkwerk", "listen")


def wanted() -> list[str]:
    """Every second post meets the topic; each is twenty milliseconds after the last, so that what
    is repeated after a kill is a few hundred and not all."""
    words = ("btw", "het weer")
    return [line(20 * n, f"Bericht {n} over {words[n % 2]}") for n in range(1, LINES + 1)]


def stored(set_up: Stage) -> int:
    return int(str(ask(set_up, "SELECT count(*) FROM networks_post")[0][0]))


def connected(set_up: Stage) -> bool:
    rows = ask(set_up, "SELECT connected_since FROM networks_source")
    return bool(rows) and rows[0][0] is not None


@pytest.mark.parametrize("kind", KINDS)
def test_every_post_of_a_stream_is_there_once(kind: str) -> None:
    with jetstream_server(*wanted()) as server:
        server.pace = 0.005
        try:
            with stage(kind, **NEAR) as set_up:
                set_up.run("-m", "tests.kill.rows", "streaming", server.address)
                hear_all(set_up, server)
                told = json.loads(set_up.run("-m", "tests.kill.rows", "count"))
        except LookupError as none:
            pytest.skip(str(none))
    assert told["posts"] == told["sightings"] == LINES // 2, told
    assert told["sources in trouble"] == 0, told
    assert told["trouble"] == [], told


def hear_all(set_up: Stage, server: Jetstream) -> None:
    listener = set_up.start(*LISTENER)
    for number in range(KILLS):
        enough = LINES // 2 * (number + 1) // (KILLS + 1)
        assert wait_until(lambda enough=enough: stored(set_up) >= enough, PATIENCE, 0.02), (
            set_up.told()
        )
        set_up.kill(listener)
        listener = set_up.start(*LISTENER)
    assert wait_until(lambda: stored(set_up) >= LINES // 2, PATIENCE), set_up.told()
    assert server.visits >= KILLS + 1


def test_a_new_source_is_heard_within_seconds_and_a_signal_ends_it_in_order() -> None:
    with jetstream_server(*wanted()[:10]) as server, stage("sqlite", **NEAR) as set_up:
        listener = set_up.start(*LISTENER)
        alive = "SELECT name FROM jobs_worker"
        assert wait_until(lambda: ask(set_up, alive), PATIENCE), set_up.told()
        set_up.run("-m", "tests.kill.rows", "streaming", server.address)
        assert wait_until(lambda: stored(set_up) == 5, 5, 0.1), set_up.told()
        assert connected(set_up)
        listener.terminate()
        assert listener.wait(timeout=20) == 0
        assert not connected(set_up)
        assert not ask(set_up, alive)


def test_a_stream_that_breaks_is_opened_again_by_itself() -> None:
    with jetstream_server(*wanted()[:10]) as server, stage("sqlite", **NEAR) as set_up:
        set_up.run("-m", "tests.kill.rows", "streaming", server.address)
        set_up.start(*LISTENER)
        assert wait_until(lambda: stored(set_up) == 5, PATIENCE), set_up.told()
        server.hang_up = True
        assert wait_until(lambda: not connected(set_up), 20, 0.05), set_up.told()
        server.lines += wanted()[10:20]
        server.hang_up = False
        assert wait_until(lambda: stored(set_up) == 10, 30), set_up.told()
