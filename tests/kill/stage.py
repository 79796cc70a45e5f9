"""A stage to kill real processes on: an own data folder, an own database, workers in process
groups of their own."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests import empty

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("sqlite", "postgres")
WORK = ("-m", "tests.kill.work")


def postgres_server() -> str | None:
    """The address of a PostgreSQL to make databases on: MERKWERK_TEST_POSTGRES, or our own, which
    is started when it isn't there. None when there can't be one."""
    given = os.environ.get("MERKWERK_TEST_POSTGRES")
    if given:
        return given
    script = ROOT / "tests/peers/postgres.sh"
    done = subprocess.run([script, "start"], capture_output=True, text=True, check=False)
    return str(json.loads(done.stdout)["url"]) if done.returncode == 0 else None


class Stage:
    """One data folder with one database, and the workers on it."""

    def __init__(self, folder: Path, database: str, **settings: str) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("MERKWERK_", "DJANGO_"))},
            "MERKWERK_DATA": str(folder),
            "MERKWERK_DATABASE": database,
            "DJANGO_SETTINGS_MODULE": "merkwerk.settings",
            "PYTHONPATH": str(ROOT),
            **settings,
        }
        self.log = (folder / "workers.log").open("ab")

    def run(self, *arguments: str) -> str:
        """Runs one Python command to its end and gives what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{arguments} ended with {done.returncode}:\n{done.stderr[-3000:]}")
        return done.stdout

    def migrate(self) -> None:
        """Makes the tables."""
        self.run("-m", "merkwerk", "manage", "migrate", "-v", "0", "--skip-checks")

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Starts one worker in a process group of its own."""
        worker = subprocess.Popen(
            [sys.executable, *(command or WORK)], env=self.environment, cwd=ROOT,
            stdout=self.log, stderr=self.log, start_new_session=True,
        )  # fmt: skip
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """kill -9 for the whole process group of `worker`."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        self.workers.remove(worker)

    def told(self) -> str:
        """The end of what the workers said, for when it goes wrong."""
        return (self.folder / "workers.log").read_text()[-3000:]

    def end(self) -> None:
        for worker in list(self.workers):
            worker.terminate()
        for worker in list(self.workers):
            try:
                worker.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill(worker)
        self.log.close()


def empty_house() -> Path:
    """An SQLite file with tables and nothing in them, made once for all tests."""
    if not empty.kept().exists():
        with tempfile.TemporaryDirectory(prefix="merkwerk-tables-") as folder:
            file = Path(folder) / "merkwerk.sqlite3"
            _make_tables(f"sqlite:///{file}")
            with closing(sqlite3.connect(file)) as made:
                empty.keep(made)
    return empty.kept()


def _make_tables(address: str) -> None:
    with tempfile.TemporaryDirectory(prefix="merkwerk-tables-") as folder:
        first = Stage(Path(folder), address)
        first.migrate()
        first.end()


@contextmanager
def stage(kind: str, **settings: str) -> Iterator[Stage]:
    """A stage with an empty, migrated database of this kind. Raises LookupError without one."""
    folder = Path(tempfile.mkdtemp(prefix="merkwerk-kill-"))
    with _database(kind, folder) as address:
        set_up = Stage(folder, address, **settings)
        try:
            yield set_up
        finally:
            set_up.end()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        shutil.copy(empty_house(), folder / "merkwerk.sqlite3")
        yield f"sqlite:///{folder}/merkwerk.sqlite3"
        return
    server = postgres_server()
    if server is None:
        raise LookupError("no PostgreSQL here")
    name = f"kill_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {_template(connection, server)}")
        try:
            yield f"{server.rsplit('/', 1)[0]}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _template(connection: psycopg.Connection[Any], server: str) -> str:
    """The database with tables that others are copied from; the first who needs it makes it."""
    name = f"empty_{empty.kept().stem}"
    connection.execute("SELECT pg_advisory_lock(7236)")
    try:
        asked = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(asked, [name]).fetchone():
            connection.execute(f"DROP DATABASE IF EXISTS {name}_new")
            connection.execute(f"CREATE DATABASE {name}_new")
            _make_tables(f"{server.rsplit('/', 1)[0]}/{name}_new")
            connection.execute(f"ALTER DATABASE {name}_new RENAME TO {name}")
    finally:
        connection.execute("SELECT pg_advisory_unlock(7236)")
    return name


def wait_until(ready: object, seconds: float, still: float = 0.2) -> bool:
    """Calls `ready` until it says yes; False when `seconds` have passed."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if ready():  # type: ignore[operator]
            return True
        time.sleep(still)
    return False
