"""numba as the kernel uses it: typed, without the interpreter's lock, kept on disk.

Importing this fails with ImportError where there is no numba, or nowhere to keep what it compiled
(compiling takes half a minute, too long for every start).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])

_HERE = Path(__file__).parent


def _places() -> Iterator[Path]:
    if given := os.environ.get("NUMBA_CACHE_DIR"):
        yield Path(given)
    yield _HERE / "__pycache__"
    yield Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "merkwerk"


def _edition() -> str:
    """numba looks only at the file of the function itself; ours call each other across files."""
    sources = (path.read_bytes() for path in sorted(_HERE.glob("*.py")))
    return hashlib.sha256(b"\0".join(sources)).hexdigest()[:12]


def _kept_in() -> str:
    edition = _edition()
    for place in _places():
        folder = place / f"topics-{edition}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return str(folder)
        except OSError:
            continue
    raise ImportError("the compiled matcher has no folder it may keep its code in")


_FOLDER = _kept_in()


def compiled(function: F) -> F:
    """The function as machine code, compiled at its first call and kept for the next start."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = _FOLDER
    nrt = function.__name__ == "file_rows"
    try:
        return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=nrt)(function))
    finally:
        numba.config.CACHE_DIR = before
