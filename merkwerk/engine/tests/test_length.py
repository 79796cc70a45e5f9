"""Lengths as the networks count them."""

import pytest

from merkwerk.engine.limits import measure


def test_an_address_counts_23_on_mastodon() -> None:
    assert measure("a" * 476 + " http://" + "b" * 30 + ".com/example", "mastodon").used == 500


def test_a_mention_counts_without_its_server_on_mastodon() -> None:
    assert measure("a" * 475 + " @alice@" + "b" * 30 + ".com", "mastodon").used == 482


def test_a_dot_behind_an_address_counts_on_mastodon() -> None:
    assert measure("https://voorbeeld.example/pad.", "mastodon").used == 24


def test_an_address_counts_whole_on_bluesky() -> None:
    assert measure("https://voorbeeld.example", "bluesky").used == 25


@pytest.mark.parametrize("text", ["👨‍👩‍👧", "e\u0301", "🇳🇱", "👍🏽", "한"])
def test_one_sign_counts_one(text: str) -> None:
    assert measure(text, "bluesky").used == 1


def test_bluesky_has_300() -> None:
    assert measure("a" * 301, "bluesky").left == -1


def test_bluesky_counts_bytes_too() -> None:
    length = measure("👨‍👩‍👧" * 200, "bluesky")
    assert (length.used, length.bytes_over, length.fits) == (200, 600, False)


def test_a_servers_own_limit_counts() -> None:
    assert measure("a" * 600, "mastodon", limit=5000).fits


def test_an_empty_text_fits() -> None:
    assert measure("", "mastodon").left == 500
