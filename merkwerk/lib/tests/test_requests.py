"""What a browser sends, read without trust."""

from __future__ import annotations

import pytest

from merkwerk.lib.requests import whole_number


@pytest.mark.parametrize(("typed", "number"), [("0", 0), ("17", 17), ("999999999", 999_999_999)])
def test_a_whole_number_is_read(typed: str, number: int) -> None:
    assert whole_number(typed) == number


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "x", " 7", "٣", "²", "1" * 10])
def test_anything_else_is_no_number(typed: str) -> None:
    assert whole_number(typed) is None
