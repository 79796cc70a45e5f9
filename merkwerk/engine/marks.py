"""Follower lists as sorted marks: who somebody is can be compared, and not read back.

A mark is 64 bits of a keyed hash of an identity. Two lists meet by chance once in 10^11 times.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Marks = npt.NDArray[np.uint64]

MOST = 5_000_000
_SIGN = b"MWmk\x01\0\0\0"
_WORD = np.dtype("<u8")


def mark(identity: str, key: bytes) -> int:
    """The mark of one identity (any text that stays the same for one account, such as
    `mastodon:tessa@social.example`), keyed BLAKE2b with 8 bytes. The same key must be used for
    all lists that are compared; at most 64 bytes count."""
    return int.from_bytes(blake2b(identity.encode(), digest_size=8, key=key[:64]).digest(), "big")


def marks(identities: Iterable[str], key: bytes) -> Marks:
    """The marks of many, sorted, each once."""
    found = np.fromiter((mark(identity, key) for identity in identities), np.uint64)
    return np.unique(found)


def pack(found: Marks | Iterable[int]) -> bytes:
    """Marks as bytes for a column of a database: sorted, each once, 8 bytes each and 8 before
    them. Refuses more than five million."""
    given = found if isinstance(found, np.ndarray) else np.fromiter(found, np.uint64)
    distinct = np.unique(given.astype(_WORD, copy=False))
    if distinct.size > MOST:
        raise ValueError(f"A list of followers holds {MOST:,} marks at most.")
    return _SIGN + distinct.tobytes()


def unpack(packed: bytes | memoryview) -> Marks:
    """What `pack` made, as an array that can't be written to and that shares the bytes' memory.
    Bytes that `pack` did not make raise ValueError. Some microseconds for 5,000."""
    raw = bytes(packed)
    if raw[: len(_SIGN)] != _SIGN or len(raw) % _WORD.itemsize:
        raise ValueError("These bytes are no list of followers.")
    found = np.frombuffer(raw, _WORD, offset=len(_SIGN))
    if not bool((found[:-1] < found[1:]).all()):
        raise ValueError("These bytes are no sorted list of followers.")
    return found
