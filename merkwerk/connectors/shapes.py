"""Reading JSON of strangers: every field may be missing, of another kind, or far too long.

Nothing here raises but `page_of` and `object_of`, which say `Unreadable`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeAlias
from urllib.parse import urlsplit

from merkwerk.connectors.errors import Unreadable

Fields: TypeAlias = dict[str, object]
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def fields(value: object) -> Fields:
    """The JSON object itself, or an empty one when it is anything else."""
    return value if isinstance(value, dict) else {}


def rows(value: object, cap: int) -> tuple[object, ...]:
    """The first `cap` entries of a JSON list, or none when it is anything else."""
    return tuple(value[:cap]) if isinstance(value, list) else ()


def objects(value: object, cap: int) -> tuple[Fields, ...]:
    """The objects among the first `cap` entries of a JSON list."""
    return tuple(entry for entry in rows(value, cap) if isinstance(entry, dict))


def text(value: object, cap: int) -> str:
    """At most `cap` characters; numbers are written out (snac gives numeric ids); else empty."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**30 else ""
    return value[:cap] if isinstance(value, str) else ""


def token(value: object, cap: int = 512) -> str:
    """An identifier: without white space or control characters and never cut short, else empty."""
    word = text(value, cap + 1)
    return "" if len(word) > cap or not word.isprintable() or " " in word else word


def number(value: object, *, low: int, high: int, default: int) -> int:
    """An integer within the bounds, else `default`; truth values are no numbers."""
    if isinstance(value, bool) or not isinstance(value, int):
        return default
    return value if low <= value <= high else default


def texts(value: object, cap: int, each: int) -> tuple[str, ...]:
    """The non-empty strings among the first `cap` entries of a JSON list."""
    return tuple(filter(None, (text(entry, each) for entry in rows(value, cap))))


def web_address(value: object, cap: int = 2000) -> str:
    """An http(s) address with a host, unchanged, else empty: never `javascript:` or `data:`."""
    word = token(value, cap)
    try:
        parts = urlsplit(word)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return word if sound else ""


def when(value: object) -> datetime | None:
    """An RFC 3339 time in UTC; without zone it is taken as UTC; nothing before 1990 or broken."""
    word = text(value, 64).strip()
    try:
        read = datetime.fromisoformat(word)
    except ValueError:
        return None
    try:
        moment = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return moment if moment >= EARLIEST else None


def language(value: object) -> str:
    """A BCP 47 language tag in lower case, else empty."""
    word = text(value, 36)
    return word.lower() if _LANGUAGE.fullmatch(word) else ""


def page_of(value: object, where: str) -> list[object]:
    """The JSON list an endpoint promises.

    Raises `Unreadable` when it is something else: the whole answer cannot be believed then.
    """
    if not isinstance(value, list):
        raise Unreadable(f"{where}: a list was expected")
    return value


def object_of(value: object, where: str) -> Fields:
    """The JSON object an endpoint promises; raises `Unreadable` when it is something else."""
    if not isinstance(value, dict):
        raise Unreadable(f"{where}: an object was expected")
    return value


def unique(values: Iterable[str], cap: int) -> tuple[str, ...]:
    """The first `cap` different non-empty values, in order."""
    return tuple(dict.fromkeys(value for value in values if value))[:cap]
