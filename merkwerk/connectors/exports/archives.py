"""Looks into an archive (zip) without unpacking it anywhere, and never further than is sane."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import orjson

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports.decoding import Opener
from merkwerk.connectors.exports.troubles import Whole

MOST_MEMBERS = 200_000
MOST_INDEX = 64 * 1024 * 1024
MOST_JSON = 20 * 1024 * 1024
MOST_STREAM = 4 * 1024 * 1024 * 1024
SUSPICIOUS = 10 * 1024 * 1024
MOST_RATIO = 200
_DEEPEST = 20
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
    struct.error, ValueError, IndexError, OverflowError,
)  # fmt: skip


class DamagedMember(Exception):
    """This member cannot be read; the others may."""


class TooLargeMember(Exception):
    """This member is larger than `most` bytes unpacked."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most


class Archive:
    """A zip: `names` are the paths of its files, as they stand, without those that systems add.

    Raises UnreadableFile: BROKEN, LOCKED, or BOMB (more than MOST_MEMBERS files, or one that says
    to unpack to more than MOST_RATIO times its size).
    """

    def __init__(self, path: Path) -> None:
        try:
            self._stream = path.open("rb")
            _bounded(self._stream)
            self._zip = zipfile.ZipFile(self._stream)
        except _BROKEN as error:
            raise UnreadableFile(Whole.BROKEN, f"no zip: {error}") from error
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(infos) > MOST_MEMBERS:
            raise UnreadableFile(Whole.BOMB, "too many files")
        for info in infos:
            _sound(info)
        self._infos = {info.filename: info for info in infos if counts(info.filename)}
        self.names = tuple(self._infos)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()
        self._stream.close()

    def find(self, ending: str) -> str:
        """The least deep file whose path ends so, whatever its case ("connections.csv",
        "data/account.js"); else empty."""
        wanted = "/" + ending.lower()
        found = [name for name in self.names if f"/{name.lower()}".endswith(wanted)]
        return min(found, key=lambda name: (name.count("/"), name), default="")

    def ending(self, *suffixes: str) -> list[str]:
        """All files whose name ends in one of these, in the archive's order."""
        return [name for name in self.names if name.lower().endswith(suffixes)]

    def size(self, name: str) -> int:
        """How large it is packed: what counts for progress."""
        return self._infos[name].compress_size

    def unpacked(self, name: str) -> int:
        """How large it says to be unpacked."""
        return self._infos[name].file_size

    def opener(self, name: str) -> Opener:
        """Opens a member again and again; reading raises DamagedMember or TooLargeMember."""
        return lambda: io.BufferedReader(_Guarded(self.open(name), MOST_STREAM))

    def open(self, name: str) -> IO[bytes]:
        try:
            return self._zip.open(self._infos[name])
        except _BROKEN as error:
            raise DamagedMember(str(error)) from error

    def head(self, name: str, size: int = 65_536) -> bytes:
        """The first bytes of a member; nothing when it is damaged."""
        try:
            with self.open(name) as stream:
                return stream.read(size)
        except (*_BROKEN, DamagedMember):
            return b""

    def read(self, name: str, most: int = MOST_JSON) -> bytes:
        """All of a member, at most `most` bytes. Raises DamagedMember, TooLargeMember."""
        if self.unpacked(name) > most:
            raise TooLargeMember(most)
        with self.opener(name)() as stream:
            return stream.read(most + 1)

    def json(self, name: str, most: int = MOST_JSON) -> object:
        """A member as JSON. Raises as `read`."""
        raw = self.read(name, most)
        try:
            return orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError as error:
            raise DamagedMember(str(error)) from error


class _Guarded(io.RawIOBase):
    """A member as a stream that gives at most `most` bytes and fails in two ways only."""

    def __init__(self, inner: IO[bytes], most: int) -> None:
        self._inner, self._most, self._left = inner, most, most

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._most - self._left

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            block = self._inner.read(len(view))
        except _BROKEN as error:
            raise DamagedMember(str(error)) from error
        self._left -= len(block)
        if self._left < 0:
            raise TooLargeMember(self._most)
        view[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._inner.close()
        super().close()


def counts(name: str) -> bool:
    """Not what macOS and Windows leave behind, and no path made to be absurd."""
    parts = name.split("/")
    hidden = parts[-1].startswith("._") or parts[-1] in (".DS_Store", "Thumbs.db")
    return len(parts) <= _DEEPEST and len(name) <= 1000 and "__MACOSX" not in parts and not hidden


def _sound(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 1:
        raise UnreadableFile(Whole.LOCKED)
    large = info.file_size > SUSPICIOUS
    if large and info.file_size > MOST_RATIO * max(1, info.compress_size):
        raise UnreadableFile(Whole.BOMB, "unpacks to far more than it is")


def _bounded(stream: IO[bytes]) -> None:
    """Refuse an index too large to be held, before it is read (the library reads it whole)."""
    for found, at in _ends(stream):
        size = int.from_bytes(found[12:16], "little")
        if size == 0xFFFFFFFF and at >= 20:
            size = _size_of_64(stream, at - 20)
        if size > MOST_INDEX:
            raise UnreadableFile(Whole.BOMB, "too many files")
    stream.seek(0)


def _ends(stream: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """What may be the record at the end of a zip, and where it stands."""
    length = stream.seek(0, io.SEEK_END)
    start = max(0, length - 65_557)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0:
        yield tail[at : at + 22], start + at


def _size_of_64(stream: IO[bytes], at: int) -> int:
    stream.seek(at)
    locator = stream.read(20)
    if not locator.startswith(b"PK\x06\x07"):
        return 0
    stream.seek(min(int.from_bytes(locator[8:16], "little"), at))
    return int.from_bytes(stream.read(56)[40:48], "little")


def is_zip(path: Path) -> bool:
    """Whether a file begins as a zip does."""
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
