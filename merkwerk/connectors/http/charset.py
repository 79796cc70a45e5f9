"""Names of character sets as servers write them, and only those that are safe to decode."""

from __future__ import annotations

import codecs
from functools import lru_cache

# Python codecs that are no character sets, or refuse to put U+FFFD in place of a wrong byte.
_NOT_CHARSETS = frozenset(
    {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7", "mbcs"}
)


@lru_cache(maxsize=256)
def known_charset(name: str) -> str:
    """Python's name for a declared character set, or "" when it is unknown or unsafe. What is
    called ISO-8859-1 or ASCII is read as Windows-1252, as browsers do (WHATWG Encoding)."""
    try:
        found = codecs.lookup(name.strip().strip("\"'")).name
        "a".encode(found)
    except (LookupError, ValueError, TypeError):
        return ""
    if found in _NOT_CHARSETS:
        return ""
    return "cp1252" if found in ("iso8859-1", "ascii") else found
