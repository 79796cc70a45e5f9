"""Whose word counts. Servers tell about each other's people and posts; a server speaks for its
own, and what another says about them is hearsay: good enough to begin with, never to change."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SERVER = re.compile(r"@([\w.-]+)@[\w.:-]+")


def place(address: str) -> str:
    """The host (and port) of an address, as servers are compared; "" for what has none."""
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def counts(*, uid: str, before: str, teller: str) -> bool:
    """Whether `teller` may change what is known of `uid`: its own server may, and who told it
    `before`. Where nobody in particular told it, anybody may. All three are places, but `uid`."""
    return before in ("", teller) or teller == place(uid)


def same_words(one: str, other: str) -> bool:
    """Whether two servers tell the same text, whatever dress they give it: who received a letter
    knows its words."""
    return bool(_bare(one)) and _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return "".join(sign for sign in _SERVER.sub(r"@\1", text) if sign.isalnum()).casefold()
