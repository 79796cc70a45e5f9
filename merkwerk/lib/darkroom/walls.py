"""Walls around a process: how much it may take, and what it may touch.

Limits are POSIX's. What it may touch is told to Linux by Landlock (since 5.13, see
docs.kernel.org/userspace-api/landlock.html): where the kernel has none, only the limits hold.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path

MEMORY = 3 * 1024**3
SECONDS = 90
LARGEST_FILE = 64 * 1024**2
OPEN_FILES = 64
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_DEATH_SIGNAL, _NO_NEW_PRIVILEGES = 1, 38
_WRITE, _READ, _LIST, _REMOVE_FILE, _MAKE_FILE, _TRUNCATE = (1 << n for n in (1, 2, 3, 5, 8, 14))
_FILES_BY_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_FILES_NOW = (1 << 16) - 1
_TCP = 0b11
_SIGNALS_AND_SOCKETS = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def limit() -> None:
    """Bounds what this process may take: 3 GiB of memory, 90 seconds of a processor, files of
    64 MiB. It dies with its parent, and can never gain rights."""
    _call().prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    _call().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def shut_in(*, reads: Path, writes: Path) -> bool:
    """From now on this process reads `reads` (one file) and its own program, writes below `writes`
    (a folder), and nothing else; it starts no program and speaks over no network. Returns whether
    the kernel knows how; without, nothing changes."""
    version = _syscall(_CREATE, None, 0, _ASK_VERSION)
    if version < 1:
        return False
    files = _FILES_BY_VERSION.get(version, _FILES_NOW)
    rules = _Ruleset(files, _TCP, _SIGNALS_AND_SOCKETS)
    length = 8 if version < 4 else 16 if version < 6 else 24
    made = _syscall(_CREATE, ctypes.byref(rules), ctypes.c_size_t(length), 0)
    if made < 0:
        return False
    try:
        _allow(made, reads, _READ)
        _allow(made, writes, (_READ | _WRITE | _REMOVE_FILE | _MAKE_FILE | _TRUNCATE) & files)
        for name in ("stdlib", "platstdlib", "purelib", "platlib"):
            _allow(made, Path(sysconfig.get_path(name)), _READ | _LIST)
        return _syscall(_RESTRICT, made, 0) == 0
    finally:
        os.close(made)


def _allow(rules: int, path: Path, allowed: int) -> None:
    with suppress(FileNotFoundError):
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            beneath = _Beneath(allowed, folder)
            _syscall(_ADD, rules, _PATH_BENEATH, ctypes.byref(beneath), 0)
        finally:
            os.close(folder)


def _syscall(number: int, *told: object) -> int:
    if not sys.platform.startswith("linux"):
        return -1
    return int(_call().syscall(ctypes.c_long(number), *told))


def _call() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
