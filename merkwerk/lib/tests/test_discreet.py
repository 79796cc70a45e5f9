"""What the log keeps to itself."""

from __future__ import annotations

import logging

import pytest

from merkwerk.lib.discreet import Discreet

SECRET = "q" * 43


def logged(message: str, *args: object) -> str:
    record = logging.LogRecord("x", logging.WARNING, "x.py", 1, message, args, None)
    assert Discreet().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    "words",
    [
        f"Gone: /me/sign-in/{SECRET}/",
        f"Unprocessable Entity: /me/invitation/{SECRET}/",
        f"Not Found: /today/calendar/{SECRET}.ics",
        f"Not Found: /today/mail/stop/{SECRET}/",
        f"/account/password/reset/key/{SECRET}/",
        f"Authorization: Bearer {SECRET}",
        f"GET /networks/accounts/back/?code={SECRET}&state={SECRET}",
    ],
)
def test_it_keeps_a_secret(words: str) -> None:
    assert "…" in logged("%s", words)
    assert SECRET not in logged("%s", words)


def test_everything_else_is_logged_as_it_is() -> None:
    assert logged("%s took %d s", "/me/sign-in/", 3) == "/me/sign-in/ took 3 s"


def test_the_houses_own_log_is_discreet() -> None:
    filters = [one for handler in logging.getLogger().handlers for one in handler.filters]
    assert any(isinstance(one, Discreet) for one in filters)
