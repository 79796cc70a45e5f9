"""Where each letter of an mbox begins and ends, in constant memory.

RFC 4155 and the dialects of old: a letter begins at a line `From ` with a time in it that has a
field behind it. Where a `Content-Length` is right (mboxcl) its body is not even read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 256 * 1024
HEAD = 128 * 1024
WHOLE = 256 * 1024
_LINE = 400
_FROM = re.compile(rb"From ([^\r\n]{0,300})\r?\n")
_TIMED = re.compile(rb"\d{1,2}:\d\d.*\d{4}|\d{4}-\d\d-\d\dT\d\d")
_FIELD = re.compile(rb"(?:>From |[!-9;-~]{1,80}[ \t]?:)")
_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,12})[ \t]*\r?$", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Kept:
    """One letter: its head, as much of the whole as was asked for, the date on its `From ` line
    as text, and where it ends in the file."""

    head: bytes
    whole: bytes
    stamp: str
    end: int


def letters(path: Path, *, most: int) -> Iterator[Kept]:
    """The letters of a file in order, each with at most `most` bytes of head and body. A file
    that begins with no `From ` line is one letter. Heads over HEAD bytes are cut."""
    with path.open("rb") as file:
        window = _Window(file)
        if not window.begins():
            yield _single(window, most)
            return
        while window.more():
            yield _next(window, most)


class _Window:
    """What of the file is in memory: `held` from `at` on. `start` is where a letter begins."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.held = b""
        self.at = 0
        self.ended = False

    def begins(self) -> bool:
        """Passes over empty lines and a byte order mark; whether a letter begins there."""
        self.fill(CHUNK)
        start = len(self.held) - len(self.held.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t "))
        self.drop(start)
        return self.is_letter(0)

    def more(self) -> bool:
        self.fill(1)
        return bool(self.held)

    def fill(self, size: int) -> None:
        """Holds at least `size` bytes, unless the file ends."""
        while len(self.held) < size and not self.ended:
            read = self._file.read(max(CHUNK, size - len(self.held)))
            self.ended = not read
            self.held += read

    def drop(self, size: int) -> None:
        self.at += size
        self.held = self.held[size:]

    def jump(self, place: int) -> bool:
        """Goes on at a place in the file, if a letter begins there or the file ends there."""
        self._file.seek(max(place - 2, 0))
        read = self._file.read(_LINE + 2)
        ahead = read[2:]
        begins = ahead.lstrip(b"\r\n")
        gap = len(ahead) - len(begins)
        fits = gap <= 4 and (_starts(begins) or (not begins and len(read) >= 2))
        if fits:
            self.held, self.at, self.ended = begins, place + gap, not begins
            return True
        self._file.seek(self.at + len(self.held))
        return False

    def is_letter(self, start: int) -> bool:
        return _starts(self.held[start : start + _LINE])

    def to_the_next(self, begin: int) -> None:
        """Leaves the window at the next letter's beginning, or at the end of the file. Bodies are
        let go of as they pass."""
        while True:
            found = self.held.find(b"\nFrom ", begin)
            if found >= 0:
                if len(self.held) - found < _LINE and not self.ended:
                    self.fill(len(self.held) + CHUNK)
                    continue
                if self.is_letter(found + 1):
                    self.drop(found + 1)
                    return
                begin = found + 1
                continue
            keep = min(8, len(self.held))
            self.drop(len(self.held) - keep)
            begin = 0
            if self.ended:
                self.drop(keep)
                return
            self.fill(keep + CHUNK)


def _starts(ahead: bytes) -> bool:
    found = _FROM.match(ahead)
    if found is None or not _TIMED.search(found[1]):
        return False
    return _FIELD.match(ahead, found.end()) is not None


def _single(window: _Window, most: int) -> Kept:
    window.fill(max(HEAD, most))
    ends = _END.search(window.held)
    head = window.held[: ends.start() if ends else HEAD][:HEAD]
    return Kept(head, window.held[:most], "", len(window.held))


def _next(window: _Window, most: int) -> Kept:
    window.fill(max(HEAD, most) + _LINE)
    first = _FROM.match(window.held)
    begin = first.end() if first else 0
    stamp = _stamp(first[1].decode("latin-1")) if first else ""
    ends = _END.search(window.held, max(begin - 2, 0), begin + HEAD)
    head = window.held[begin : ends.start() if ends else begin + HEAD]
    length = _LENGTH.search(head)
    whole = window.held[begin : begin + most]
    # Whether the letter's own measure is right is seen by what stands at its end.
    jumped = bool(length and ends and window.jump(window.at + ends.end() + int(length[1])))
    if not jumped:
        window.to_the_next(max((ends.start() if ends else begin) - 1, 0))
    if most and (inner := _inner(whole)) >= 0:
        whole = whole[:inner]
    return Kept(head, whole, stamp, window.at)


def _inner(whole: bytes) -> int:
    """Where within the taken bytes the next letter begins, or -1."""
    at = whole.find(b"\nFrom ")
    while at >= 0:
        if _starts(whole[at + 1 : at + 1 + _LINE]):
            return at + 1
        at = whole.find(b"\nFrom ", at + 1)
    return -1


def _stamp(line: str) -> str:
    """The date of a `From ` line in an order that dates are read in: day, month, year, time."""
    parts = line.split()
    clock = next((at for at, part in enumerate(parts) if ":" in part and part[:1].isdigit()), 0)
    if clock < 2:
        return ""
    year = next((one for one in parts[clock + 1 :] if len(one) == 4 and one.isdecimal()), "")
    zone = next((one for one in parts[clock + 1 :] if one[:1] in "+-" and len(one) == 5), "")
    return f"{parts[clock - 1]} {parts[clock - 2]} {year} {parts[clock]} {zone}".strip()
