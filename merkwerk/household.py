"""Processes that belong together: started again when they die, ended together and in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

HOUSE = Path(__file__).resolve().parent
GRACE = 25.0
LONGEST_PAUSE = 30.0
LIVED = 60.0
ASKED_EVERY = 3.0
PARENT = "MERKWERK_PARENT"
"""Names the process that a child must not outlive; `start` sets it for its children."""


def keep_to_parent() -> None:
    if PARENT in os.environ:
        outlive_nobody(int(os.environ[PARENT]))


def outlive_nobody(parent: int) -> None:
    """Ends this process in order when `parent` is gone, even when that was killed with -9."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


class Child:
    """One process under `start`, in a process group of its own; started again when it dies. With
    `wanted` it runs only while that says so, asked every few seconds."""

    def __init__(
        self, name: str, command: Sequence[str], wanted: Callable[[], bool] | None = None
    ) -> None:
        self.name, self.command = name, command
        self.process: subprocess.Popen[bytes] | None = None
        self.began = self.again_at = self.asked_at = 0.0
        self.failures = 0
        self.wanted, self.is_wanted = wanted, wanted is None

    def look(self) -> None:
        """Starts it when it is not there, later and later when it keeps dying; ends it in order
        when it is not wanted any more."""
        now = time.monotonic()
        if self.wanted is not None and now >= self.asked_at:
            self.asked_at = now + ASKED_EVERY
            self.is_wanted = self.wanted()
        if not self.is_wanted:
            self._rest()
            return
        if self.process is not None and self.process.poll() is not None:
            self.failures = 1 if now - self.began > LIVED else self.failures + 1
            pause = min(LONGEST_PAUSE, 0.5 * 2 ** min(self.failures, 10))
            code, self.process, self.again_at = self.process.returncode, None, now + pause
            print(f"{self.name} ended ({code}); again in {pause:.0f} s.", file=sys.stderr)
        if self.process is None and now >= self.again_at:
            self.began = now
            around = dict(os.environ, **{PARENT: str(os.getpid())})
            around["PYTHONPATH"] = os.pathsep.join(filter(None, [_checkout(), *_path()]))
            command = [sys.executable, "-m", "merkwerk", *self.command]
            self.process = subprocess.Popen(command, env=around, start_new_session=True)

    def _rest(self) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            return
        self.process, self.failures, self.again_at = None, 0, 0.0

    def signal(self, kind: signal.Signals, group: bool = False) -> None:
        """Sends a signal to the process, or to its whole group."""
        if self.process is None:
            return
        try:
            (os.killpg if group else os.kill)(self.process.pid, kind)
        except ProcessLookupError:
            return

    @property
    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None


class Household:
    """Runs children until a signal, then ends them all: first in order, then by force."""

    def __init__(self, children: Sequence[Child], greet: Callable[[], bool]) -> None:
        self.children, self.greet = children, greet
        self.signals = 0

    def run(self) -> int:
        """Returns 0 after an orderly end, 1 when a child had to be killed."""
        for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(kind, self._heard)
        greeted = False
        while not self.signals:
            for child in self.children:
                child.look()
            greeted = greeted or self.greet()
            time.sleep(0.2)
        return self._end()

    def _heard(self, signum: int, frame: FrameType | None) -> None:
        self.signals += 1

    def _end(self) -> int:
        for child in self.children:
            child.signal(signal.SIGTERM)
        until, hurried = time.monotonic() + GRACE, False
        while not all(child.ended for child in self.children) and time.monotonic() < until:
            if self.signals > 1 and not hurried:
                hurried, until = True, time.monotonic() + 2
                for child in self.children:
                    child.signal(signal.SIGTERM)
            time.sleep(0.05)
        killed = [child for child in self.children if not child.ended]
        for child in self.children:
            child.signal(signal.SIGKILL, group=True)
        return int(bool(killed))


def _checkout() -> str:
    return str(HOUSE.parent) if (HOUSE.parent / "pyproject.toml").exists() else ""


def _path() -> list[str]:
    return [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
