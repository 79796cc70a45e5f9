"""Two thousand posts come in while the workers are killed five times."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest

from merkwerk.networks.tests.mastodon_stand_in import Mastodon, mastodon_server
from tests.kill.losses import ask
from tests.kill.stage import KINDS, Stage, stage, wait_until

pytestmark = pytest.mark.kill
POSTS, KILLS, PATIENCE = 2000, 5, 240
HOUSE = ("-m", "merkwerk", "worker")


def talk(server: Mastodon) -> None:
    """Every tenth post meets the topic."""
    today = datetime.now(UTC).isoformat()
    for number in range(POSTS):
        about = "btw" if number % 10 == 0 else "het weer"
        server.says(f"Bericht {number} over {about}", by=f"n{number % 50}", created_at=today)


def one(set_up: Stage, query: str) -> int:
    return int(str(ask(set_up, query)[0][0]))


def stored(set_up: Stage) -> int:
    return one(set_up, "SELECT count(*) FROM networks_post")


def unread(set_up: Stage) -> int:
    return one(set_up, "SELECT count(*) FROM networks_post WHERE state <> 'read'")


def kill_and_go_on(set_up: Stage) -> None:
    """All workers are killed at once; two hours later two fresh ones start."""
    for worker in list(set_up.workers):
        set_up.kill(worker)
    set_up.run("-m", "tests.kill.rows", "later")
    for _ in range(2):
        set_up.start(*HOUSE)


@pytest.mark.parametrize("kind", KINDS)
def test_every_post_is_there_once_and_was_read(kind: str) -> None:
    with mastodon_server() as server:
        talk(server)
        slowly = server.trouble
        server.trouble = lambda asked: time.sleep(0.05) or slowly(asked)  # type: ignore[func-returns-value]
        try:
            with stage(kind, MERKWERK_ALLOWED_NETWORKS="127.0.0.0/8") as set_up:
                set_up.run("-m", "tests.kill.rows", "collecting", server.address)
                told = collect_all(set_up)
        except LookupError as none:
            pytest.skip(str(none))
    tenth = POSTS // 10
    assert told["posts"] == told["read"] == told["sightings"] == POSTS, told
    assert told["matches"] == tenth, told
    assert 0 < told["occasions"] <= tenth, told
    assert told["occasions twice"] == told["sources in trouble"] == 0, told
    assert told["trouble"] == [], told


def collect_all(set_up: Stage) -> dict[str, object]:
    for _ in range(2):
        set_up.start(*HOUSE)
    for number in range(KILLS):
        enough = POSTS * (number + 1) // (KILLS + 1)
        assert wait_until(lambda enough=enough: stored(set_up) >= enough, PATIENCE, 0.1), (
            set_up.told()
        )
        kill_and_go_on(set_up)
    assert wait_until(lambda: stored(set_up) >= POSTS and not unread(set_up), PATIENCE), (
        set_up.told()
    )
    told: dict[str, object] = json.loads(set_up.run("-m", "tests.kill.rows", "count"))
    return told
