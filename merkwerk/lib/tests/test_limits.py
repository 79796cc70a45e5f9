"""How often something may be done."""

from __future__ import annotations

import pytest

from merkwerk.lib.limits import wait_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_000_020.0]
    monkeypatch.setattr("merkwerk.lib.limits.time", lambda: now[0])
    return now


def test_so_many_go_on_and_the_next_one_waits(clock: list[float]) -> None:
    assert [wait_for("x", 1, most=2, seconds=60) for _time in range(3)] == [0, 0, 60]
    clock[0] += 45
    assert wait_for("x", 1, most=2, seconds=60) == 15


def test_then_it_begins_anew(clock: list[float]) -> None:
    for _time in range(3):
        wait_for("x", 1, most=2, seconds=60)
    clock[0] += 60
    assert wait_for("x", 1, most=2, seconds=60) == 0


def test_others_and_other_things_are_counted_apart(clock: list[float]) -> None:
    assert wait_for("x", 1, most=1, seconds=60) == 0
    assert wait_for("x", 2, most=1, seconds=60) == 0
    assert wait_for("y", 1, most=1, seconds=60) == 0
