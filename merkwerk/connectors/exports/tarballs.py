"""Looks into a tar (packed with gzip or not) without unpacking it anywhere, and never further than
is sane. The format is POSIX ustar with the long names of pax and GNU (pax(1), tar(5))."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports.archives import (
    MOST_MEMBERS,
    MOST_RATIO,
    SUSPICIOUS,
    Archive,
    DamagedMember,
    counts,
    is_zip,
)
from merkwerk.connectors.exports.troubles import Whole

MOST_UNPACKED = 16 * 1024 * 1024 * 1024
"""Of a whole archive: pictures and films are passed over, and still have to be unpacked."""
_BLOCK = 512
_CHUNK = 1024 * 1024
_MOST_NAME = 64 * 1024
_GZIP = b"\x1f\x8b"
_FILES = (b"0", b"\x00", b"7")
_LONG_NAME, _PAX = b"L", (b"x", b"X")
_ABOUT = (b"K", b"g")
_BROKEN = (OSError, EOFError, zlib.error, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    size: int
    at: int


class Tarball(Archive):
    """A tar as an Archive: `names` are the paths of its plain files. Links, devices, folders and
    paths that lead out of the archive are no files of it. It is walked from its beginning for
    every member that is opened, so it suits formats of which a few members are read.

    Raises UnreadableFile: BROKEN, or BOMB (more than MOST_MEMBERS files, more than MOST_UNPACKED
    bytes, or more than MOST_RATIO times its size)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._packed = path.stat().st_size
        try:
            with self._unpacking() as stream:
                self._members = {one.name: one for one in self._walk(stream)}
        except _BROKEN as error:
            raise UnreadableFile(Whole.BROKEN, f"no tar: {error}") from error
        self.names = tuple(self._members)

    def __exit__(self, *_: object) -> None:
        """Nothing stays open between two members."""

    def size(self, name: str) -> int:
        return min(self._members[name].size, self._packed)

    def unpacked(self, name: str) -> int:
        return self._members[name].size

    def open(self, name: str) -> IO[bytes]:
        try:
            stream = self._unpacking()
            self._skip(stream, self._members[name].at)
        except _BROKEN as error:
            raise DamagedMember(str(error)) from error
        return io.BufferedReader(_Part(stream, self._members[name].size))

    def _unpacking(self) -> IO[bytes]:
        with self._path.open("rb") as stream:
            packed = stream.read(2) == _GZIP
        if not packed:
            return self._path.open("rb")
        return cast("IO[bytes]", gzip.open(self._path, "rb"))

    def _walk(self, stream: IO[bytes]) -> Iterator[_Member]:
        at, count, long_name = 0, 0, ""
        while len(head := stream.read(_BLOCK)) == _BLOCK and head.strip(b"\x00"):
            at += _BLOCK
            kind, size = head[156:157], _size(head)
            length = -(-size // _BLOCK) * _BLOCK
            self._check(at + length, count := count + 1)
            if kind == _LONG_NAME or kind in _PAX:
                if size > _MOST_NAME:
                    raise UnreadableFile(Whole.BOMB, "a name of absurd length")
                told = stream.read(length)[:size]
                long_name = _pax_path(told) or long_name if kind in _PAX else _text(told)
                at += length
                continue
            name = long_name or _name(head)
            if kind in _FILES and _leads_in(name) and counts(name):
                yield _Member(name, size, at)
            if kind not in _ABOUT:
                long_name = ""
            self._skip(stream, length)
            at += length
        if at == 0:
            raise ValueError("no members")

    def _check(self, unpacked: int, count: int) -> None:
        if count > MOST_MEMBERS:
            raise UnreadableFile(Whole.BOMB, "too many files")
        suspicious = unpacked > SUSPICIOUS and unpacked > MOST_RATIO * max(1, self._packed)
        if suspicious or unpacked > MOST_UNPACKED:
            raise UnreadableFile(Whole.BOMB, "unpacks to far more than it is")

    @staticmethod
    def _skip(stream: IO[bytes], length: int) -> None:
        left = length
        while left > 0:
            block = stream.read(min(left, _CHUNK))
            if not block:
                raise EOFError("cut off")
            left -= len(block)


class _Part(io.RawIOBase):
    """One member of a stream that stands at its beginning."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream, self._left = stream, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        block = self._stream.read(min(len(view), self._left))
        if self._left and not block:
            raise EOFError("cut off")
        self._left -= len(block)
        view[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _size(head: bytes) -> int:
    """Octal, or binary where the first bit says so. The sum of the head has to be right."""
    told = int(head[148:156].strip(b"\x00 ") or b"x", 8)
    if told != sum(head[:148]) + 8 * 32 + sum(head[156:]):
        raise ValueError("no head of a member")
    field = head[124:136]
    if field[0] & 0x80:
        size = int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big")
    else:
        size = int(field.strip(b"\x00 ") or b"0", 8)
    if size < 0:
        raise ValueError("no size")
    return size


def _name(head: bytes) -> str:
    prefix = _text(head[345:500]) if head[257:262] == b"ustar" and head[263:265] == b"00" else ""
    name = _text(head[:100])
    return f"{prefix}/{name}" if prefix else name


def _text(raw: bytes) -> str:
    return raw.partition(b"\x00")[0].decode("utf-8", "replace").removeprefix("./")


def _pax_path(told: bytes) -> str:
    """The path among records of the form `LENGTH KEY=VALUE\\n`."""
    at, found = 0, ""
    while at < len(told):
        number, space, _rest = told[at : at + 20].partition(b" ")
        length = int(number) if space and number.isdigit() else 0
        if length <= len(number) + 1:
            break
        key, _equals, value = told[at + len(number) + 1 : at + length - 1].partition(b"=")
        if key == b"path":
            found = _text(value)
        at += length
    return found


def _leads_in(name: str) -> bool:
    parts = name.split("/")
    return bool(name) and not name.startswith("/") and ".." not in parts and "\\" not in name


def is_tarball(path: Path) -> bool:
    """Whether a file is a tar, packed with gzip or not, by the mark in its first head."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_BLOCK)
        if head.startswith(_GZIP):
            with gzip.open(path, "rb") as unpacked:
                head = unpacked.read(_BLOCK)
        return len(head) == _BLOCK and head[257:262] == b"ustar"
    except _BROKEN:
        return False


def is_archive(path: Path) -> bool:
    """Whether a file is a zip or a tar."""
    return is_zip(path) or is_tarball(path)


def archive_of(path: Path) -> Archive:
    """The zip or the tar that a file is. Raises UnreadableFile."""
    return Archive(path) if is_zip(path) else Tarball(path)
