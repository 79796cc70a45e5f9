"""Telling a page that another one links to it (section 3.1.3)."""

from __future__ import annotations

from datetime import datetime

from merkwerk.connectors.http import Http

MOST_BYTES = 64 * 1024
SECONDS = 15.0


def notify(http: Http, *, endpoint: str, source: str, target: str, now: datetime) -> None:
    """Sends `source` and `target` to `endpoint` as a form. Any 2xx is a yes (201 and 202 mean that
    it looks later). Raises ConnectorError for everything else; a POST follows no redirect."""
    http.request(
        "POST",
        endpoint,
        data={"source": source, "target": target},
        max_bytes=MOST_BYTES,
        seconds=SECONDS,
    ).raise_for_trouble(now=now)
