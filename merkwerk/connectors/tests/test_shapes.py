"""Reading the JSON of strangers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merkwerk.connectors import shapes

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


@given(JSON)
def test_nothing_read_ever_raises_or_has_another_kind(value: object) -> None:
    assert isinstance(shapes.fields(value), dict)
    assert all(isinstance(entry, dict) for entry in shapes.objects(value, 9))
    assert len(shapes.text(value, 9)) <= 9
    assert " " not in shapes.token(value)
    assert shapes.number(value, low=0, high=9, default=5) in range(10)
    if not isinstance(value, str):
        assert shapes.web_address(value) == ""
        assert shapes.when(value) is None


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2026-11-21T12:00:00Z", datetime(2026, 11, 21, 12, tzinfo=UTC)),
        ("2026-11-21T12:00:00.123+02:00", datetime(2026, 11, 21, 10, 0, 0, 123000, tzinfo=UTC)),
        ("2026-11-21T12:00:00", datetime(2026, 11, 21, 12, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_in_utc(said: str, read: datetime) -> None:
    assert shapes.when(said) == read


@pytest.mark.parametrize(
    "said", ["", "gisteren", "0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z", 1700000000, None]
)
def test_what_is_no_time_of_this_age_is_none(said: object) -> None:
    assert shapes.when(said) is None


@pytest.mark.parametrize(
    "said", ["javascript:x", "data:a", "//a.example", "http://", "http://[::1", "https://a b", 3]
)
def test_what_is_no_web_address_is_empty(said: object) -> None:
    assert shapes.web_address(said) == ""


def test_an_identifier_too_long_is_no_identifier_rather_than_another() -> None:
    assert shapes.token("x" * 513) == ""


def test_a_truth_value_is_no_number() -> None:
    assert shapes.number(True, low=0, high=9, default=5) == 5
