"""The RSGI callable: a page that is held is sent without any thread or event loop having to wake
up; everything else goes to the door, in a thread."""

from __future__ import annotations

from asyncio import AbstractEventLoop

from django.conf import settings

from merkwerk.pages.front.door import Door
from merkwerk.pages.front.encodings import way_for
from merkwerk.pages.front.handing import Handing, Proto, Scope
from merkwerk.pages.front.memory import Page


class AtOnce:
    """Sends what is held and fresh, to whoever asks in the plainest way, as the door would; what
    it does not know for certain it leaves to `others`, which asks the door."""

    def __init__(self, door: Door, others: Handing) -> None:
        self.door = door
        self.others = others
        self.redirects = bool(settings.SECURE_SSL_REDIRECT)
        header, self.encrypted = settings.SECURE_PROXY_SSL_HEADER or ("", "")
        self.said_by = header.removeprefix("HTTP_").replace("_", "-").lower()

    async def __rsgi__(self, scope: Scope, proto: Proto) -> None:
        page = self.door.fresh().get(scope.path)
        if page is None or not self._send(page, scope, proto):
            await self.others(scope, proto)

    def __rsgi_del__(self, loop: AbstractEventLoop) -> None:
        self.others.end()

    def _send(self, page: Page, scope: Scope, proto: Proto) -> bool:
        """Whether it was sent. The table's paths are bytes read as Latin-1, those of the scope are
        UTF-8, so only what reads the same in both is sent here."""
        get, method = scope.headers.get, scope.method
        sent = page.sent[way_for(get("accept-encoding", ""))]
        if (
            sent is None
            or scope.query_string
            or (method != "GET" and method != "HEAD")
            or get("host") not in self.door.hosts
            or "+json" in get("accept", "")
            or not page.path.isascii()
        ):
            return False
        secure = self.door.https and self._is_secure(scope)
        if self.redirects and not secure:
            return False
        if page.is_known(get("if-none-match"), get("if-modified-since")):
            proto.response_empty(304, sent[2][secure])
        elif method == "GET":
            proto.response_bytes(200, sent[0][secure], sent[1][0])
        else:
            proto.response_empty(200, sent[0][secure])
        return True

    def _is_secure(self, scope: Scope) -> bool:
        """As `door.is_secure`, of a scope."""
        said = scope.headers.get(self.said_by) if self.said_by else None
        if said is not None:
            return str(said).split(",")[0].strip() == self.encrypted
        return scope.scheme == "https"
