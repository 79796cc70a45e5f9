"""The whole house, started with one command, and ended in every way."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.kill.stage import ROOT, empty_house, wait_until

pytestmark = pytest.mark.kill
PATIENCE = 300


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class House:
    """One `merkwerk start` and every process under it."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.port = free_port()
        self.folder = folder
        around = {k: v for k, v in os.environ.items() if not k.startswith(("MERKWERK_", "DJANGO_"))}
        command = [sys.executable, "-m", "merkwerk", "start", "--empty", "--data", str(folder)]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), *more],
            cwd=ROOT, env=around, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def lives(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/health/live/", timeout=5
            ) as answer:
                return bool(answer.read() == b"ok")
        except OSError:
            return False

    def below(self) -> set[int]:
        """Every process that has our data folder or our port in its surroundings."""
        mark = f"MERKWERK_DATA={self.folder}".encode()
        found = set()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    surroundings = (entry / "environ").read_bytes().split(b"\0")
                except OSError:
                    continue
                if mark in surroundings:
                    found.add(int(entry.name))
        return found

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        for pid in self.below():
            os.kill(pid, signal.SIGKILL)
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    begun: list[House] = []

    def begin(*more: str) -> House:
        begun.append(House(tmp_path, *more))
        assert wait_until(begun[-1].lives, PATIENCE), begun[-1].process.poll()
        return begun[-1]

    # Tables are there already; making them is tried once, below.
    shutil.copy(empty_house(), tmp_path / "merkwerk.sqlite3")
    yield begin
    for one in begun:
        one.end()


def alive(folder: Path) -> str:
    """What the doctor says about workers."""
    done = subprocess.run(
        [sys.executable, "-m", "merkwerk", "doctor", "--data", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return next(line for line in done.stdout.splitlines() if "worker" in line)


def test_it_makes_its_tables_serves_pages_and_works(
    tmp_path: Path, house: Callable[..., House]
) -> None:
    (tmp_path / "merkwerk.sqlite3").unlink()
    running = house()
    assert wait_until(lambda: alive(running.folder).startswith("ok"), PATIENCE, 1)


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_every_process(house: Callable[..., House], kind: signal.Signals) -> None:
    running = house()
    assert len(running.below()) >= 4
    running.process.send_signal(kind)
    assert running.process.wait(timeout=PATIENCE) == 0
    assert not running.below()


def test_nobody_outlives_a_killed_start(house: Callable[..., House]) -> None:
    running = house()
    running.process.kill()
    running.process.wait()
    assert wait_until(lambda: not running.below(), PATIENCE)


def test_what_dies_is_started_again(house: Callable[..., House]) -> None:
    running = house()
    before = running.below()
    for pid in before - {running.process.pid}:
        os.kill(pid, signal.SIGKILL)
    assert wait_until(running.lives, PATIENCE)
    assert wait_until(lambda: len(running.below()) >= len(before), PATIENCE)


def test_it_serves_with_gunicorn_too(house: Callable[..., House]) -> None:
    running = house("--server", "gunicorn", "--no-worker")
    running.process.terminate()
    assert running.process.wait(timeout=PATIENCE) == 0
    assert not running.below()


def test_a_taken_port_is_said_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        began = time.monotonic()
        command = [sys.executable, "-m", "merkwerk", "start", "--data", str(tmp_path / "new")]
        done = subprocess.run(
            [*command, "--port", port],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert f"Port {port} is taken" in done.stderr
    assert "--port" in done.stderr
    assert time.monotonic() - began < 30
    assert not (tmp_path / "new" / "merkwerk.sqlite3").exists()


def listeners(folder: Path) -> int:
    with sqlite3.connect(folder / "merkwerk.sqlite3") as database:
        rows = database.execute("SELECT count(*) FROM jobs_worker WHERE name LIKE '%.listens'")
        return int(rows.fetchone()[0])


def rows(folder: Path, *verb: str) -> None:
    around = {k: v for k, v in os.environ.items() if not k.startswith(("MERKWERK_", "DJANGO_"))}
    around |= {"MERKWERK_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "merkwerk.settings"}
    subprocess.run(
        [sys.executable, "-m", "tests.kill.rows", *verb], cwd=ROOT, env=around, check=True
    )


def test_the_listener_runs_only_while_there_is_a_stream(house: Callable[..., House]) -> None:
    running = house()
    assert listeners(running.folder) == 0
    rows(running.folder, "streaming", "ws://127.0.0.1:9/subscribe")
    assert wait_until(lambda: listeners(running.folder) == 1, PATIENCE)
    rows(running.folder, "pausing")
    assert wait_until(lambda: listeners(running.folder) == 0, PATIENCE)
