"""How long a message is, counted as the network counts it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import regex

MASTODON_LINK = 23
LIMITS = {"mastodon": 500, "bluesky": 300}
BLUESKY_BYTES = 3_000

_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'”’…]", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w/])@(\w+(?:[.-]+\w+)*)@\w+(?:[.-]+\w+)*")
_GRAPHEME = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class Length:
    """`used` of `limit` signs, `left` is negative when there are too many. `bytes_over` counts
    bytes beyond what the network also limits, 0 when it does not or they fit."""

    used: int
    limit: int
    left: int
    bytes_over: int = 0

    @property
    def fits(self) -> bool:
        return self.left >= 0 and not self.bytes_over


def measure(text: str, network: str, limit: int | None = None) -> Length:
    """The length of a message for `mastodon`, `bluesky`, or any other (plain signs, limit 500
    unless given). A server's own limit goes in as `limit`.

    Signs are grapheme clusters (UAX #29). Mastodon: an address counts 23
    (`characters_reserved_per_url`), a mention without its server (`StatusLengthValidator`).
    Bluesky: 300 graphemes and 3,000 bytes of UTF-8 (lexicon `app.bsky.feed.post`).
    """
    counted, over = text, 0
    if network == "mastodon":
        counted = _MENTION.sub(r"@\1", _LINK.sub("x" * MASTODON_LINK, text))
    elif network == "bluesky":
        over = max(0, len(text.encode("utf-8", "surrogatepass")) - BLUESKY_BYTES)
    used = graphemes(counted)
    most = LIMITS.get(network, 500) if limit is None else limit
    return Length(used, most, most - used, over)


def graphemes(text: str) -> int:
    """How many signs a reader sees (extended grapheme clusters, UAX #29)."""
    if text.isascii() and "\r" not in text:
        return len(text)
    return sum(1 for _ in _GRAPHEME.finditer(text))
