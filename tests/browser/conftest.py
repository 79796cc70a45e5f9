"""A Chromium for the session that stays on this machine, and the addresses of every page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from merkwerk.accounts.models import Colleague

# Playwright keeps an event loop on this thread; the tests still speak with the database plainly.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SignedIn = Callable[[Colleague], list[dict[str, Any]]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.urls("tests.browser.urls"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, told to stay on this machine."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("needs Chromium: apt-get install chromium")
    return {"executable_path": chromium, "args": FLAGS}


@pytest.fixture
def signed_in(live_server: LiveServer) -> SignedIn:
    """`signed_in(colleague)` gives the cookies of a browser in which this colleague is in."""

    def cookies(colleague: Colleague) -> list[dict[str, Any]]:
        client = Client()
        client.force_login(colleague)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        return [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]

    return cookies
