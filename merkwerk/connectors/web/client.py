"""Fetching one page."""

from __future__ import annotations

from datetime import datetime

from merkwerk.connectors import pages
from merkwerk.connectors.errors import Unreadable
from merkwerk.connectors.http import Http
from merkwerk.connectors.values import Post
from merkwerk.connectors.web import translate

ACCEPT = "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.5, */*;q=0.1"


def read(http: Http, address: str, now: datetime) -> Post:
    """The page at `address` as one post. Raises Unreadable when it is no page, and the
    ConnectorError types of `http` and of its status."""
    answer = http.get(address, headers={"Accept": ACCEPT}).raise_for_trouble(now=now)
    if not pages.is_page(answer):
        raise Unreadable("this is not a web page")
    robots = answer.headers.get("x-robots-tag", "")
    return translate.post(pages.text_of(answer), address=answer.url, now=now, robots=robots)
