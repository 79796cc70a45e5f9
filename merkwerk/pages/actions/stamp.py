"""Eight bytes in the data folder that every process of this machine looks at: other bytes than
before mean that something public changed."""

from __future__ import annotations

import mmap
import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

NAME = "pages.stamp"


@cache
def opened(folder: Path) -> memoryview[int]:
    """The stamp as one number, shared with every process that opened it too."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.ftruncate(handle, 8)
        return memoryview(mmap.mmap(handle, 8)).cast("Q")
    finally:
        os.close(handle)


def stamp() -> memoryview[int]:
    """The stamp of this installation; `stamp()[0]` is its number now."""
    return opened(Path(settings.DATA_DIR))


def put_stamp() -> None:
    """A new number, by chance: counting on could bring an old one back when two count at once."""
    stamp()[0] = secrets.randbits(63)
