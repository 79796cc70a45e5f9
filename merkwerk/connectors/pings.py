"""Telling others that something of ours is new: WebSub hubs and IndexNow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from merkwerk.connectors.http import Http

MOST_ADDRESSES = 10_000


def tell_hub(http: Http, hub: str, topic: str, *, now: datetime) -> None:
    """Says to a hub that the feed at `topic` changed (WebSub, section 7, leaves the form open; all
    hubs take `hub.mode=publish` with `hub.url` and `hub.topic`). Raises what the answer means."""
    told = urlencode({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic})
    http.request(
        "POST",
        hub,
        content=told.encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        max_bytes=64_000,
    ).raise_for_trouble(now=now)


def tell_index(
    http: Http,
    endpoint: str,
    *,
    host: str,
    key: str,
    key_at: str,
    addresses: Sequence[str],
    now: datetime,
) -> None:
    """Says to IndexNow (https://www.indexnow.org/documentation) that these addresses of `host` are
    new, changed or gone: at most MOST_ADDRESSES. The file at `key_at` holds `key`. 200 and 202
    are fine; raises what another answer means."""
    told = {
        "host": host,
        "key": key,
        "keyLocation": key_at,
        "urlList": list(addresses[:MOST_ADDRESSES]),
    }
    answer = http.request("POST", endpoint, json=told, max_bytes=64_000)
    answer.raise_for_trouble(now=now)
