"""Follower lists as sorted marks, in memory and in a column of a database."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merkwerk.engine.marks import mark, marks, pack, unpack

KEY = b"a key of this house"
SOME = st.lists(st.integers(0, 2**64 - 1))


def test_the_same_identity_has_the_same_mark() -> None:
    assert mark("mastodon:tessa@a.example", KEY) == mark("mastodon:tessa@a.example", KEY)


def test_another_key_gives_another_mark() -> None:
    assert mark("tessa", KEY) != mark("tessa", b"another")


def test_a_long_key_is_cut() -> None:
    assert mark("tessa", b"k" * 90) == mark("tessa", b"k" * 64)


def test_marks_are_sorted_and_each_once() -> None:
    found = marks(["b", "a", "b", "c"], KEY).tolist()
    assert found == sorted({mark(one, KEY) for one in "abc"})


@given(SOME)
def test_what_was_packed_comes_back_sorted_and_each_once(numbers: list[int]) -> None:
    assert unpack(pack(numbers)).tolist() == sorted(set(numbers))


@given(SOME)
def test_packing_twice_changes_nothing(numbers: list[int]) -> None:
    once = pack(numbers)
    assert pack(unpack(once)) == once


def test_a_column_of_postgresql_hands_back_a_view() -> None:
    assert unpack(memoryview(pack([3, 1]))).tolist() == [1, 3]


def test_a_mark_costs_eight_bytes() -> None:
    assert len(pack(range(1_000))) == 8_008


@pytest.mark.parametrize("raw", [b"", b"12345678", pack([1])[:-1], pack([1]) + b"\0" * 8])
def test_bytes_that_are_no_list_are_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="list of followers"):
        unpack(raw)


def test_what_is_unpacked_can_not_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        unpack(pack([1, 2]))[0] = 5


def test_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("merkwerk.engine.marks.MOST", 3)
    with pytest.raises(ValueError, match="at most"):
        pack(np.arange(4, dtype=np.uint64))
