"""Which encoding a text file is in, and its lines, without holding it in memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from typing import IO

import charset_normalizer

Opener = Callable[[], IO[bytes]]
"""Opens the same bytes from their beginning, as often as wanted."""

LONGEST = 1_000_000
_BLOCK = 1 << 18
_SAMPLE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = ["cp1252", "cp1250", "cp1251", "mac_roman", "cp850", "cp1253", "cp1254", "koi8_r"]


def encoding_of(opener: Opener) -> str:
    """The encoding of all that `opener` gives: by its mark, by the zeros of UTF-16, UTF-8 when it
    is (but for at most one sign in ten), else Windows-1252 unless another fits clearly better.
    Reads everything once, in blocks."""
    with opener() as stream:
        head = stream.read(_SAMPLE)
        for mark, name in _MARKS:
            if head.startswith(mark):
                return name
        if wide := _wide(head):
            return wide
        good, odd = _as_utf8(head, stream)
    if not odd or len(odd) * 10 <= good:
        return "utf-8"
    return _eight_bits(odd)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of plain text is zero."""
    even, uneven = head[:2000:2].count(0), head[1:2000:2].count(0)
    half = max(1, min(len(head), 2000) // 2)
    if uneven > 0.6 * half and not even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and not uneven else ""


def _as_utf8(block: bytes, rest: IO[bytes]) -> tuple[int, bytes]:
    """How many signs beyond ASCII are right as UTF-8, and the lines in which one is not."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good, odd = 0, b""
    while block:
        if not block.isascii() or decoder.getstate()[0]:
            text = decoder.decode(block)
            wrong = text.count("\ufffd")
            good += len(text) - len(text.encode("ascii", "ignore")) - wrong
            if wrong and len(odd) < _SAMPLE:
                odd += b"\n".join(line for line in block.split(b"\n") if not _is_utf8(line))
        block = rest.read(_BLOCK)
    return good, odd[:_SAMPLE]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _eight_bits(odd: bytes) -> str:
    """Of the encodings with one byte a sign the likeliest. Where Windows-1252 can be, it is: the
    others are told apart by statistics, that go astray on a list of names."""
    try:
        odd.decode("cp1252")
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(odd[:8192], cp_isolation=_LIKELY).best()
        return best.encoding if best else "cp1252"
    found = charset_normalizer.from_bytes(odd[:8192], cp_isolation=["cp1252", "cp1251", "cp1253"])
    best = found.best()
    if best and best.encoding in ("cp1251", "cp1253") and _mostly_letters(odd):
        return best.encoding
    return "cp1252"


def _mostly_letters(odd: bytes) -> bool:
    """Whole words of signs beyond ASCII: Cyrillic or Greek, not a name with an accent."""
    high = sum(1 for byte in odd if byte >= 0xC0)
    low = sum(1 for byte in odd if 0x61 <= byte <= 0x7A)
    return high > low


def decode(raw: bytes, charset: str = "") -> str:
    """`raw` as its charset says, when that is one we know; else as UTF-8, else Windows-1252."""
    for name, errors in ((charset, "replace"), ("utf-8", "strict"), ("cp1252", "replace")):
        try:
            if name and codecs.lookup(name)._is_text_encoding:
                return raw.decode(name, errors)
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def text_lines(stream: IO[bytes], encoding: str) -> Iterator[str]:
    """The lines, each with its break as one `\\n`, of any kind of line break; what is longer than
    LONGEST signs is cut there. What cannot be decoded becomes U+FFFD."""
    text = io.TextIOWrapper(stream, encoding, errors="replace", newline=None)
    while line := text.readline(LONGEST):
        while not line.endswith("\n") and (more := text.readline(LONGEST)):
            if more.endswith("\n"):
                line += "\n"
                break
        yield line


def byte_lines(stream: IO[bytes], most: int) -> Iterator[bytes]:
    """The lines without their break (CRLF, LF or CR alone); beyond `most` bytes a line is cut."""
    kept: bytes = b""
    after_return = False
    while block := stream.read(_BLOCK):
        if after_return and block.startswith(b"\n"):
            block = block[1:]
        after_return = block.endswith(b"\r")
        first, *others = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        kept += first[: most - len(kept)]
        for line in others:
            yield kept
            kept = line[:most]
    if kept:
        yield kept
