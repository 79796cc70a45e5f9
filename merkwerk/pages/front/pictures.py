"""Shown pictures straight from their folder: a file that is taken away is gone with the next
request, since nothing of it is held."""

from __future__ import annotations

import os
import re
from pathlib import Path

KINDS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
_NAME = re.compile(r"/pictures/([0-9a-f]{32}-[1-9][0-9]{0,4}\.(avif|webp|jpg))").fullmatch

Headers = list[tuple[str, str]]
ALWAYS: Headers = [
    ("Cache-Control", "public, max-age=60, must-revalidate"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
]
"""Pictures are shown by feed readers and other servers too, so their origin doesn't matter."""


def picture(folder: Path, path: str, seen: str) -> tuple[str, Headers, bytes] | None:
    """Status, headers and bytes of the picture at `path`, or None when there is none: only names
    of exactly one form are looked for, in that folder itself and never through a link. `seen` is
    the tag that the asker has already ("" for none)."""
    name = _NAME(path)
    if name is None:
        return None
    try:
        handle = os.open(folder / name[1], os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    with open(handle, "rb", buffering=0) as file:  # noqa: PTH123 (it is open already)
        told = os.fstat(handle)
        tag = f"{told.st_mtime_ns:x}-{told.st_size:x}"
        headers = [("ETag", f'"{tag}"'), *ALWAYS]
        if tag in seen:
            return "304 Not Modified", headers, b""
        body = file.readall() or b""
    headers += [("Content-Type", KINDS[name[2]]), ("Content-Length", str(len(body)))]
    return "200 OK", headers, body
