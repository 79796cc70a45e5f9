"""The ordinary address of a community leads to its feed."""

from __future__ import annotations

import pytest

from merkwerk.connectors.feeds.communities import feed_of
from merkwerk.connectors.feeds.discover import typed

FEED = "https://www.reddit.com/r/thenetherlands/.rss"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.reddit.com/r/thenetherlands/",
        "https://old.reddit.com/r/thenetherlands",
        "reddit.com/r/thenetherlands",
        "https://www.reddit.com/r/thenetherlands/?sort=new",
        "r/thenetherlands",
        "/r/thenetherlands/",
    ],
)
def test_a_community_is_known_however_it_is_typed(address: str) -> None:
    assert feed_of(address) == FEED
    assert typed(address) == FEED


def test_a_sorted_page_keeps_its_order() -> None:
    assert feed_of("https://reddit.com/r/python/new") == "https://www.reddit.com/r/python/new/.rss"


@pytest.mark.parametrize(
    "address",
    [
        FEED,
        "https://www.reddit.com/",
        "https://reddit.com.example/r/python",
        "https://site.example/r/python",
        "https://[r/python",
        "rr/python",
    ],
)
def test_everything_else_is_left_alone(address: str) -> None:
    assert feed_of(address) == address
