"""A Jetstream on the loopback, that tells from the cursor on and then what is added."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.sync.server import ServerConnection

from merkwerk.connectors.tests.sockets import Talking, talking

START = int(time.time() - 3600) * 1_000_000


def line(number: int, text: str = "", did: str = "", **commit: Any) -> str:
    """One line about a post: the number is its place in time (a millisecond each)."""
    who = did or f"did:plc:n{number % 50}"
    record = {
        "$type": "app.bsky.feed.post", "text": text or f"Bericht {number}",
        "createdAt": datetime.now(UTC).isoformat(), "langs": ["nl"],
    }  # fmt: skip
    told = {
        "rev": f"3k{number:09d}", "operation": "create", "collection": "app.bsky.feed.post",
        "rkey": f"3k{number:09d}", "record": record, "cid": f"bafy{number}", **commit,
    }  # fmt: skip
    at = START + number * 1000
    return json.dumps({"did": who, "time_us": at, "kind": "commit", "commit": told})


def account(number: int, did: str, status: str) -> str:
    """One line about an account that left."""
    told = {"active": False, "did": did, "seq": number, "status": status}
    at = START + number * 1000
    return json.dumps({"did": did, "time_us": at, "kind": "account", "account": told})


@dataclass
class Jetstream:
    """`lines` may grow while somebody listens; `pace` is the pause between two of them, and
    `hang_up` ends every connection at once."""

    lines: list[str] = field(default_factory=list)
    pace: float = 0.0
    hang_up: bool = False
    told: Talking | None = None

    @property
    def address(self) -> str:
        assert self.told is not None
        return self.told.address

    @property
    def visits(self) -> int:
        assert self.told is not None
        return len(self.told.paths)

    def talk(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        query = parse_qs(urlsplit(connection.request.path).query)
        cursor = int(query.get("cursor", ["0"])[0])
        place = 0
        while not self.hang_up:
            while place < len(self.lines) and not self.hang_up:
                told, place = self.lines[place], place + 1
                if json.loads(told)["time_us"] >= cursor:
                    connection.send(told)
                    time.sleep(self.pace)
            try:
                connection.recv(timeout=0.05)
            except TimeoutError:
                continue


@contextmanager
def jetstream_server(*lines: str) -> Iterator[Jetstream]:
    stand_in = Jetstream(list(lines))
    with talking(stand_in.talk) as told:
        stand_in.told = told
        try:
            yield stand_in
        finally:
            stand_in.hang_up = True
