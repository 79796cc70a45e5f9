"""What a reader takes for one character."""

from __future__ import annotations

import pytest

from merkwerk.connectors.graphemes import count


@pytest.mark.parametrize(
    ("text", "seen"),
    [("", 0), ("abc", 3), ("\r\n", 1), ("e\u0301", 1), ("👩‍👩‍👧", 1), ("👍🏽", 1),
     ("🇳🇱🇧🇪", 2), ("각", 1), ("नि", 1)],
)  # fmt: skip
def test_it_is_counted_as_seen(text: str, seen: int) -> None:
    assert count(text) == seen
