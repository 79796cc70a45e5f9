from __future__ import annotations

from datetime import UTC, datetime

import pytest

from merkwerk.connectors.feeds.pace import wait
from merkwerk.connectors.http import Answer, Headers

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def asked(body: str = "", **fields: str) -> float | None:
    headers = Headers((name.replace("_", "-"), value) for name, value in fields.items())
    return wait(Answer(200, headers, body.encode()), NOW)


def test_nobody_said_anything() -> None:
    assert asked("<rss><channel></channel></rss>") is None


@pytest.mark.parametrize(
    ("control", "seconds"),
    [
        ("max-age=600", 600.0),
        ("public, Max-Age=600, must-revalidate", 600.0),
        ("max-age=0", None),
        ("no-cache, max-age=600", None),
        ("max-age=31536000", 86400.0),
        ("max-age=x", None),
    ],
)
def test_the_age_a_server_allows_is_waited_for(control: str, seconds: float | None) -> None:
    assert asked(cache_control=control) == seconds


def test_the_longest_wish_counts() -> None:
    assert asked("<ttl>60</ttl>", cache_control="max-age=600", retry_after="120") == 3600.0


def test_the_syndication_module_is_read() -> None:
    body = "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    assert asked(body) == 1800.0
    assert asked("<sy:updatePeriod> weekly </sy:updatePeriod>") is None


def test_a_wish_inside_an_entry_is_no_wish() -> None:
    assert asked("<rss><item><ttl>60</ttl></item>") is None


def test_hours_to_skip_are_skipped() -> None:
    hours = "<skipHours><hour>9</hour><hour>10</hour></skipHours>"
    assert asked(hours) == 5400.0
    assert asked(hours + "<ttl>60</ttl>") == 5400.0
    assert asked(hours + "<ttl>120</ttl>") == 7200.0


def test_hours_over_midnight_are_skipped() -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in (*range(9, 24), 0, 24))
    assert asked(f"<skipHours>{hours}</skipHours>") == 15.5 * 3600


def test_skipping_all_hours_is_a_mistake() -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(24))
    assert asked(f"<skipHours>{hours}</skipHours>") is None
