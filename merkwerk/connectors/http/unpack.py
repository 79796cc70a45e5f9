"""Reading a body within its limit, packed and unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from merkwerk.connectors.errors import TooLarge, Unreachable, Unreadable

_WINDOW = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_TOO_LARGE = "the answer is larger than allowed"


def read_body(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The whole body, unpacked. At most `limit` bytes before and after unpacking, else TooLarge;
    an encoding never asked for, or several on top of each other, is Unreadable; a packed body
    that ends too early is Unreachable, for a second try may help."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return _plain(chunks, limit)
    if name not in _WINDOW:
        raise Unreadable(f"the answer is packed in a way nobody asked for: {name[:40]}")
    return _unpacked(_plain(chunks, limit), _WINDOW[name], limit)


def _plain(chunks: Iterable[bytes], limit: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise TooLarge(_TOO_LARGE)
    return bytes(body)


def _unpacked(packed: bytes, window: int, limit: int) -> bytes:
    """Unpack member after member (a gzip body may be several) and stop at the limit, so that a
    bomb costs no more memory than an honest answer."""
    if not packed:
        return b""
    body = bytearray()
    try:
        while packed:
            worker = zlib.decompressobj(_window(packed, window))
            body += worker.decompress(packed, limit - len(body) + 1)
            if len(body) > limit:
                raise TooLarge(_TOO_LARGE)
            if not worker.eof:
                raise Unreachable("the packed answer was cut short")
            packed = worker.unused_data.lstrip(b"\0")
            if packed[:2] != b"\x1f\x8b":  # what follows is padding, not another member
                break
    except zlib.error as trouble:
        raise Unreadable("the packed answer is broken") from trouble
    return bytes(body)


def _window(packed: bytes, window: int) -> int:
    """`deflate` is sent with and without its zlib header; the first byte tells (RFC 1950)."""
    if window == zlib.MAX_WBITS and packed[0] & 0x0F != 8:
        return -zlib.MAX_WBITS
    return window
