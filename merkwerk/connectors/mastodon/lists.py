"""The lists that somebody made of the people they follow."""

from __future__ import annotations

from dataclasses import dataclass

from merkwerk.connectors import content
from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon.calls import Server
from merkwerk.connectors.shapes import objects, text, token

MOST = 100


@dataclass(frozen=True, slots=True)
class Made:
    """One list: its address as a source (`number@server`), and what its owner calls it."""

    address: str
    title: str


def lists(http: Http, *, server: str, token_of: str) -> tuple[Made, ...]:
    """The lists of the account whose token it is, in their owner's order. Raises TokenRefused,
    NotFound (a server without lists) and the others of `Http`."""
    asked = Server(http, server, token_of)
    told = asked.get("/api/v1/lists").json()
    return tuple(
        Made(f"{number}@{asked.host}", content.line(text(one.get("title"), 300), 200) or number)
        for one in objects(told, MOST)
        if (number := token(one.get("id"), 100))
    )
