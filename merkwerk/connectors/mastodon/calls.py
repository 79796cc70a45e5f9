"""One call to one Mastodon-like server: address, token, trouble, and how long to wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from merkwerk.connectors.errors import BadAddress, Forbidden, Rejected, TokenRefused
from merkwerk.connectors.http import Answer, Http, safe_target

MAX_BYTES = 4 * 1024 * 1024
_LOOPBACK = {"localhost", "127.0.0.1"}


@dataclass(frozen=True, slots=True)
class Server:
    """Whom we speak with, and as whom (an empty token: as nobody)."""

    http: Http
    base: str
    token: str = ""

    def get(self, path: str, params: list[tuple[str, str]] | None = None) -> Answer:
        """Reads; without a token a refusal for want of one is `Forbidden`, not `TokenRefused`."""
        query = f"?{urlencode(params)}" if params else ""
        answer = self.http.get(
            f"{self.base}{path}{query}", headers=self._headers(), max_bytes=MAX_BYTES
        )
        try:
            return answer.raise_for_trouble(now=answer.server_time)
        except (TokenRefused, Rejected) as trouble:
            if self.token:
                raise
            raise Forbidden(trouble.detail, wait=trouble.wait) from trouble

    def post(
        self, path: str, body: Mapping[str, object], *, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Writes JSON. Nothing is repeated here: that is the outbox's decision."""
        answer = self.http.request(
            "POST",
            f"{self.base}{path}",
            headers={**self._headers(), **(headers or {})},
            json=dict(body),
            max_bytes=MAX_BYTES,
        )
        return answer.raise_for_trouble(now=answer.server_time)

    def put(self, path: str, body: Mapping[str, object]) -> Answer:
        """Writes JSON over what is there."""
        answer = self.http.request(
            "PUT", f"{self.base}{path}", headers=self._headers(), json=dict(body),
            max_bytes=MAX_BYTES,
        )  # fmt: skip
        return answer.raise_for_trouble(now=answer.server_time)

    def bring(
        self, path: str, file: tuple[str, bytes, str], told: Mapping[str, str], *, seconds: float
    ) -> Answer:
        """Brings one file (its name, its bytes, its MIME type) and what is told about it."""
        answer = self.http.request(
            "POST", f"{self.base}{path}", headers=self._headers(), files={"file": file},
            data=dict(told), max_bytes=MAX_BYTES, seconds=seconds,
        )  # fmt: skip
        return answer.raise_for_trouble(now=answer.server_time)

    def delete(self, path: str) -> Answer:
        answer = self.http.request(
            "DELETE", f"{self.base}{path}", headers=self._headers(), max_bytes=MAX_BYTES
        )
        return answer.raise_for_trouble(now=answer.server_time)

    @property
    def host(self) -> str:
        return urlsplit(self.base).netloc

    def _headers(self) -> dict[str, str]:
        headers = {"Accept": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return headers


def part(word: str) -> str:
    """One piece of a path: nothing in it can reach another path."""
    if not word or word in {".", ".."}:
        raise BadAddress("an empty piece of an address")
    return quote(word, safe="")


def server_address(text: str) -> str:
    """The base address of the server a person means by `social.example`, `@me@social.example` or
    any address on it. Always HTTPS, except on this very machine.

    Raises `BadAddress`.
    """
    word = text.strip()
    if "://" not in word:
        word = "https://" + word.rpartition("@")[2]
    try:
        parts = urlsplit(safe_target(word))
        host, port = parts.hostname or "", parts.port
    except ValueError as trouble:
        raise BadAddress("not the name of a server") from trouble
    if parts.scheme not in {"http", "https"} or not host:
        raise BadAddress("not the name of a server")
    if parts.scheme == "http" and host in _LOOPBACK:
        return f"http://{parts.netloc.rpartition('@')[2]}"
    if "." not in host and host not in _LOOPBACK:
        raise BadAddress("not the name of a server")
    return f"https://{host}" + (f":{port}" if port and port not in {80, 443} else "")
