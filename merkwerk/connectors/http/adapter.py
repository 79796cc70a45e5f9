"""A `requests` session that goes out through the same guard, for libraries that insist on one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers

from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.http.answer import Answer
from merkwerk.connectors.http.client import Http


class GuardedAdapter(BaseAdapter):
    """Sends prepared requests with `Http`. `verify`, `cert` and `proxies` are not listened to:
    nobody may loosen the guard from outside. Raises ConnectorError types."""

    def __init__(self, http: Http) -> None:
        super().__init__()
        self._http = http

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        most = self._http.way.total_seconds
        answer = self._http.request(
            request.method or "GET",
            request.url or "",
            headers={str(k): _text(v) for k, v in request.headers.items()},
            content=_content(request.body),
            seconds=min(_seconds(timeout) or most, most),
            follow=False,
        )
        return _response(request, answer)

    def close(self) -> None:
        """The connections belong to the `Http` given, which lives on."""


def session(http: Http) -> requests.Session:
    """A session without cookies, proxies or environment; at most as many redirects as `http`."""
    made = requests.Session()
    made.trust_env = False
    made.max_redirects = http.way.max_redirects
    made.headers["User-Agent"] = http.way.user_agent
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    made.adapters.clear()
    for scheme in ("https://", "http://"):
        made.mount(scheme, GuardedAdapter(http))
    return made


def inner_trouble(error: BaseException) -> ConnectorError | None:
    """Our own typed error that a library has wrapped into one of its own, or None."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        if isinstance(current, ConnectorError):
            return current
        seen.add(id(current))
        current = current.__cause__ or current.__context__
    return None


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _content(body: Any) -> bytes | None:
    if body is None or isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode()
    return body.read() if hasattr(body, "read") else b"".join(body)


def _seconds(timeout: float | tuple[float | None, ...] | None) -> float | None:
    return timeout[-1] if isinstance(timeout, tuple) else timeout


def _response(request: requests.PreparedRequest, answer: Answer) -> requests.Response:
    response = requests.Response()
    response.status_code = answer.status
    response.headers = CaseInsensitiveDict(answer.headers)
    response.encoding = get_encoding_from_headers(response.headers)
    response.url = answer.url
    response.request = request
    response.raw = io.BytesIO(answer.body)
    response._content = answer.body
    return response
