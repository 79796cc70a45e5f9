"""A worker is killed while it takes over a box of letters: another one finishes it."""

from __future__ import annotations

import sqlite3

import pytest

from tests.kill.losses import ask
from tests.kill.stage import Stage, stage, wait_until

pytestmark = pytest.mark.kill
PEOPLE, PATIENCE = 300, 120


def number(set_up: Stage, query: str) -> int:
    return int(str(ask(set_up, query)[0][0]))


def taken(set_up: Stage) -> int:
    return number(set_up, "SELECT count(*) FROM relationships_importrow WHERE done")


def done(set_up: Stage) -> bool:
    return ask(set_up, "SELECT state FROM relationships_import") == [("done",)]


def let_go(set_up: Stage) -> None:
    """The time passes for which the killed worker held the import."""
    with sqlite3.connect(set_up.folder / "merkwerk.sqlite3", timeout=20) as database:
        database.execute("UPDATE relationships_import SET next_try = '2020-01-01 00:00:00'")


def test_what_was_being_taken_over_is_there_once_after_a_kill() -> None:
    with stage("sqlite") as set_up:
        set_up.run("-m", "tests.kill.rows", "importing", str(PEOPLE))
        worker = set_up.start()
        assert wait_until(lambda: taken(set_up) > 0, PATIENCE, 0.01), set_up.told()
        set_up.kill(worker)
        assert 0 < taken(set_up) < PEOPLE
        let_go(set_up)
        set_up.start()
        assert wait_until(lambda: done(set_up), PATIENCE, 0.05), set_up.told()
        for table, least in (("relationship", 1), ("address", 1), ("moment", 2)):
            assert number(set_up, f"SELECT count(*) FROM relationships_{table}") == least * PEOPLE
        names = "SELECT count(DISTINCT name) FROM relationships_contact"
        assert number(set_up, names) == PEOPLE
        assert number(set_up, "SELECT count(DISTINCT key) FROM relationships_moment") == 2 * PEOPLE
