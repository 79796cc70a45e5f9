"""Record keys made of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merkwerk.connectors.bluesky.tid import LOWEST, is_tid, new_tid, time_of

NOW = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.integers(0, 1023))
def test_a_key_tells_its_time(moment: datetime, clock: int) -> None:
    key = new_tid(moment, clock)
    assert is_tid(key)
    assert time_of(key) == moment


@given(MOMENTS, MOMENTS)
def test_keys_rise_with_time(one: datetime, two: datetime) -> None:
    assert (new_tid(one) < new_tid(two)) == (one < two)


def test_clocks_tell_keys_of_one_moment_apart() -> None:
    assert new_tid(NOW, 1) != new_tid(NOW, 2)
    assert new_tid(NOW, 3) < new_tid(NOW + timedelta(microseconds=1))


def test_a_key_known_from_the_network_tells_when_it_was_made() -> None:
    assert time_of("3mptbyoeyc22k").date().isoformat() == "2026-07-04"


@pytest.mark.parametrize(
    "word", ["", "self", "3mptbyoeyc22", "zzzzzzzzzzzzz", "3MPTBYOEYC22K", "1" * 13]
)
def test_other_keys_are_told_apart(word: str) -> None:
    assert not is_tid(word)


def test_the_lowest_key_is_below_all() -> None:
    assert is_tid(LOWEST)
    assert new_tid(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)) > LOWEST
