"""A door before a small site, and somebody who knocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Organisation
from merkwerk.pages.actions import making
from merkwerk.pages.actions.changes import State
from merkwerk.pages.actions.keeping import Answer, keep
from merkwerk.pages.front import beside
from merkwerk.pages.front import door as front_door
from merkwerk.pages.front.beside import Keeper
from merkwerk.pages.front.door import Door


@dataclass
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


class AtOnce(Keeper):
    """Keeps without a thread."""

    def put(self, answer: Answer, before: State) -> None:
        keep(answer, before=before)


class Counting:
    """Django, and how often it was asked."""

    def __init__(self) -> None:
        self.inside = get_wsgi_application()
        self.count = 0

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        self.count += 1
        return self.inside(environ, start)


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What has a thread and a connection of its own in a server shares the test's here, which must
    stay open until the test has ended. Django's own test client sees to its requests alone."""
    for module in (beside, front_door):
        kept = SimpleNamespace(close=lambda: None, vendor=connection.vendor)
        monkeypatch.setattr(module, "connection", kept)
        monkeypatch.setattr(module, "close_old_connections", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def small_site(settings: Settings, organisation: Organisation, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = "merkwerk.pages.tests.small_site"
    settings.DATA_DIR = tmp_path
    settings.PUBLIC_PICTURES_DIR = tmp_path / "public-pictures"
    settings.PUBLIC_PICTURES_DIR.mkdir()
    settings.SITE_URL = "http://localhost:8000"
    settings.SITE_ADDRESS = ""
    settings.ALLOWED_HOSTS = ["localhost"]
    making._handler.cache_clear()


@pytest.fixture
def django(small_site: None) -> Counting:
    return Counting()


@pytest.fixture
def door(django: Counting) -> Door:
    made = Door(django)
    made.keeper = AtOnce()
    made._begun = True
    return made


Ask = Callable[..., Got]


@pytest.fixture
def ask(door: Door) -> Ask:
    """`ask("/stories/one/", HTTP_ACCEPT_ENCODING="br")`"""

    def knock(path: str, method: str = "GET", query: str = "", **more: str) -> Got:
        heard: list[tuple[str, list[tuple[str, str]]]] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost:8000",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            **more,
        }
        answer = door(environ, lambda status, headers, *_rest: heard.append((status, headers)))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        status, headers = heard[0]
        return Got(int(status.split()[0]), dict(headers), body)

    return knock
