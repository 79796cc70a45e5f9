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
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])

_numba: Any = numba
_HERE = Path(__file__).parent
_ECHOES = tuple(f"../../echoes/{part}" for part in ("chains", "kernel", "sketches", "tally"))
_PARTS = ("checks", "filing", "reading", "scan", "tables", "words", *_ECHOES)
"""The files with machine code in them."""


def _places() -> Iterator[Path]:
    if given := os.environ.get("NUMBA_CACHE_DIR"):
        yield Path(given)
    yield _HERE / "__pycache__"
    if data := os.environ.get("MERKWERK_DATA"):
        yield Path(data) / "compiled"
    yield Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "merkwerk"


def _edition() -> str:
    """numba looks only at the file of the function itself; ours call each other across files."""
    sources = ((_HERE / f"{part}.py").read_bytes() for part in _PARTS)
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


def _jitted(function: F, **options: bool) -> F:
    before = _numba.config.CACHE_DIR
    _numba.config.CACHE_DIR = _FOLDER
    try:
        made = _numba.njit(cache=True, nogil=True, error_model="numpy", **options)(function)
    finally:
        _numba.config.CACHE_DIR = before
    return cast(F, made)


def compiled(function: F) -> F:
    """The function as machine code, compiled at its first call and kept for the next start."""
    return _jitted(function)


def compiled_bare(function: F) -> F:
    """The same for one that makes no arrays: without counting who holds those it is given, which
    costs more than what the function does."""
    return _jitted(function, _nrt=False)


def inlined(function: F) -> F:
    """The same for a part of another: set into its callers, because handing it a desk of arrays
    costs more than what it does."""
    return _jitted(function, _nrt=False, forceinline=True)


def straight(function: F) -> F:
    """A function that was called before, without numba's look at the types of its arguments, which
    takes 60 µs for as many arrays as ours: they must have the same types every time."""
    known = list(cast(Any, function).overloads.values())
    return cast(F, known[0].entry_point) if len(known) == 1 else function
