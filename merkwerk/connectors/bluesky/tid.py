"""Record keys made of time (TID): 53 bits of microseconds and 10 of a clock's number."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
_FORM = re.compile(r"[234567abcdefghij][234567a-z]{12}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOWEST = "2222222222222"


def new_tid(now: datetime, clock_id: int = 0) -> str:
    """The key for a record written at `now`. Two made in the same microsecond differ only by
    `clock_id` (0 to 1023)."""
    micros = (now - _EPOCH) // timedelta(microseconds=1)
    value = (micros << 10) | (clock_id & 1023)
    return "".join(_LETTERS[(value >> shift) & 31] for shift in range(60, -5, -5))


def is_tid(word: str) -> bool:
    return bool(_FORM.fullmatch(word))


def time_of(word: str) -> datetime:
    """When the key says it was made; `word` must be a TID."""
    value = 0
    for letter in word:
        value = (value << 5) | _LETTERS.index(letter)
    return _EPOCH + timedelta(microseconds=value >> 10)
