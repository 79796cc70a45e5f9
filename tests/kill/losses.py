"""The kill test: jobs run in two workers, of which one is killed now and then."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from dataclasses import asdict, dataclass

import psycopg

from tests.kill.stage import WORK, Stage, stage, wait_until

COMMANDS = {
    "ours": WORK,
    "bare": (
        "-m",
        "merkwerk",
        "manage",
        "db_worker",
        "--interval",
        "0.2",
        "-v",
        "0",
        "--skip-checks",
    ),
}


@dataclass(frozen=True)
class Losses:
    """What came of it. All three must be 0."""

    lost: int
    doubled: int
    ghosts: int
    stuck: int
    seconds: float

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def ask(set_up: Stage, query: str) -> list[tuple[object, ...]]:
    """The rows of a query, asked from outside of Django."""
    address = set_up.environment["MERKWERK_DATABASE"]
    if address.startswith("sqlite"):
        with sqlite3.connect(
            f"file:{address.removeprefix('sqlite:///')}?mode=ro", uri=True, timeout=20
        ) as lite:
            return lite.execute(query).fetchall()
    with psycopg.connect(address) as connection:
        return connection.execute(query).fetchall()


def numbers(set_up: Stage) -> list[int]:
    return [int(str(row[0])) for row in ask(set_up, "SELECT number FROM kill_effects")]


def running(set_up: Stage) -> int:
    found = ask(
        set_up, "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'"
    )
    return int(str(found[0][0]))


def lose(
    way: str, kind: str, *, jobs: int = 500, ghosts: int = 50, kills: int = 3, seed: int = 7
) -> Losses:
    """Runs `jobs` jobs the given way on a database of this kind, with `kills` kills -9 of a whole
    process group, each followed by a fresh start 0.3 s later."""
    die = random.Random(seed)
    with stage(kind) as set_up:
        set_up.run("-m", "tests.kill.order", way, str(jobs), str(ghosts))
        begin = time.monotonic()
        for _ in range(2):
            set_up.start(*COMMANDS[way])
        for number in range(kills):
            enough = jobs * (number + 1) // (kills + 2)
            wait_until(lambda enough=enough: len(numbers(set_up)) >= enough, 90, 0.1)
            time.sleep(die.uniform(0, 0.05))
            set_up.kill(die.choice(set_up.workers))
            time.sleep(0.3)
            set_up.start(*COMMANDS[way])
        taken = _settle(set_up, jobs) - begin
        counted = Counter(numbers(set_up))
        return Losses(
            lost=sum(number not in counted for number in range(jobs)),
            doubled=sum(times - 1 for times in counted.values()),
            ghosts=sum(number >= jobs for number in counted),
            stuck=running(set_up),
            seconds=round(taken, 1),
        )


def _settle(set_up: Stage, jobs: int) -> float:
    """The moment of the last effect: waits until all is done, or nothing has moved for 15 s."""
    before, moved = -1, time.monotonic()
    while time.monotonic() - moved < 15:
        now = numbers(set_up)
        if len(now) != before:
            before, moved = len(now), time.monotonic()
        if len(set(now)) >= jobs and not running(set_up):
            break
        time.sleep(0.1)
    return moved
