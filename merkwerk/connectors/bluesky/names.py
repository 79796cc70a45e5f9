"""What a DID and a handle look like, by their form alone."""

from __future__ import annotations

import re

_DID = re.compile(r"did:(plc:[a-z2-7]{24}|web:[A-Za-z0-9.%-]{3,250})")
_HANDLE = re.compile(
    r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE
)


def is_did(word: str) -> bool:
    """The two kinds of DID that the network allows: `did:plc` and `did:web`."""
    return bool(_DID.fullmatch(word))


def is_handle(word: str) -> bool:
    """A domain name of at least two labels, as the handle syntax wants (253 characters)."""
    return len(word) <= 253 and bool(_HANDLE.fullmatch(word))
