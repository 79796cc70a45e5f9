"""The door of the darkroom: a file goes in, its sizes come out, whatever the file does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from base64 import b64decode
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from merkwerk.lib.darkroom.developing import SAVING
from merkwerk.lib.darkroom.kinds import NotAPhoto

PATIENCE = 150.0
"""Seconds that somebody waits at the door; the process is ended then."""
PROGRAM = (sys.executable, "-m", "merkwerk.lib.darkroom")
_HOUSE = Path(__file__).resolve().parents[3]


class DarkroomFailed(RuntimeError):
    """The process ended in a way that is no fault of the picture."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """What lies in the folder now; see `developing.Developed`."""

    width: int
    height: int
    sizes: list[list[int]]
    placeholder: bytes
    likeness: str
    taken_on: str


def developed(original: Path, folder: Path, *, patience: float = PATIENCE) -> Sizes:
    """Develops `original` in a process of its own and lays its sizes into `folder`
    (`<width>.avif`, `.webp`, `.jpg`), all or none. The process knows none of our settings and
    keys, has limits of time and memory, and writes nowhere but into a folder made for this once.
    Raises NotAPhoto with the reason, DarkroomFailed when the process itself is at fault."""
    _clear(folder)
    made = Path(mkdtemp(prefix="new-", dir=folder))
    try:
        told = _asked(original, made, patience)
        if "trouble" in told:
            raise NotAPhoto(str(told["trouble"]))
        for width, _height in told["sizes"]:
            for ending in SAVING:
                name = f"{int(width)}.{ending}"
                (made / name).replace(folder / name)
        return Sizes(**told | {"placeholder": b64decode(told["placeholder"])})
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _clear(folder: Path) -> None:
    """What a worker that was killed left behind; younger ones may be in use."""
    for left in folder.glob("new-*"):
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < time.time() - 2 * PATIENCE:
                shutil.rmtree(left, ignore_errors=True)


def _asked(original: Path, made: Path, patience: float) -> dict[str, Any]:
    surroundings = {"PATH": os.defpath, "PYTHONPATH": str(_HOUSE), "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 (our own program, and paths that we made)
            [*PROGRAM, str(original), str(made)], stdin=subprocess.DEVNULL, capture_output=True,
            timeout=patience, env=surroundings, cwd=made, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NotAPhoto("too-heavy") from None
    if done.returncode < 0:
        raise NotAPhoto("too-heavy")
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise DarkroomFailed(last.partition(":")[0][:100])
    told: dict[str, Any] = json.loads(done.stdout)
    return told
