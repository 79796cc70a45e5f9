"""A way out whose answers get lost after the server has done what was asked."""

from __future__ import annotations

from typing import Any

from merkwerk.connectors.errors import Unreachable
from merkwerk.connectors.http import Answer, Http
from merkwerk.connectors.tests.loopback import loopback_way


class Lossy(Http):
    """Loses the first `lost` answers to requests that write; the requests themselves arrive."""

    def __init__(self, lost: int = 1) -> None:
        super().__init__(loopback_way())
        self.lost = lost

    def request(self, method: str, url: str, **asked: Any) -> Answer:
        answer = super().request(method, url, **asked)
        if method != "GET" and self.lost:
            self.lost -= 1
            raise Unreachable("the answer was lost")
        return answer
