"""Many relationships at once, held against the same judgement one by one."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merkwerk.engine.warmth import Direction, Kind, Touch, stage, warmth
from merkwerk.engine.warmth_many import (
    DIRECTION_CODES,
    KIND_CODES,
    NEVER,
    STAGES,
    Moments,
    touches,
    warmth_many,
)
from merkwerk.engine.warmth_told import Told

NOW = datetime(2026, 11, 21, 9, 30, 15, tzinfo=UTC)

touch = st.builds(
    Touch,
    st.one_of(
        st.integers(-200_000, 80_000_000).map(lambda back: NOW - timedelta(seconds=back)),
        st.integers(0, 60).map(lambda days: NOW - timedelta(days=days)),
    ),
    st.sampled_from(Direction),
    st.sampled_from(Kind),
)
people = st.lists(st.lists(touch, max_size=25), max_size=6)


def moments(known: list[list[Touch]]) -> Moments:
    rows = [each for own in known for each in sorted(own, key=lambda touch: touch.at)]
    return Moments(
        np.concatenate(([0], np.cumsum([len(own) for own in known], dtype=np.int64))),
        np.array([int(each.at.timestamp()) for each in rows], np.int64),
        np.array([KIND_CODES[each.kind] for each in rows], np.int8),
        np.array([DIRECTION_CODES[each.direction] for each in rows], np.int8),
    )


@settings(deadline=None)
@given(people)
def test_it_says_of_many_what_is_said_of_one(known: list[list[Touch]]) -> None:
    found = warmth_many(moments(known), NOW)
    told = Told(found)
    for number, own in enumerate(known):
        one = warmth(own, NOW)
        assert found.rank[number] == pytest.approx(one.rank, abs=1e-9)
        assert abs(found.value[number] - one.rank) <= 0.5 + 1e-9
        assert found.rhythm_days[number] == (one.rhythm_days or -1)
        assert found.silent_days[number] == (-1 if one.silent_days is None else one.silent_days)
        assert found.quiet_days[number] == (one.quiet.silent_days if one.quiet else -1)
        assert STAGES[found.stage[number]] == stage(own)
        assert told.parts(number) == one.parts


@settings(deadline=None)
@given(people)
def test_it_gives_the_moments_back(known: list[list[Touch]]) -> None:
    held = moments(known)
    for number, own in enumerate(known):
        assert touches(held, number) == sorted(own, key=lambda touch: touch.at)


def test_it_knows_the_last_moment_and_the_last_real_contact() -> None:
    met, like = NOW - timedelta(days=9), NOW - timedelta(days=2)
    known = [[Touch(met, Direction.BOTH, Kind.MET), Touch(like, Direction.OURS, Kind.REACTED)], []]
    found = warmth_many(moments(known), NOW)
    assert found.last.tolist() == [int(like.timestamp()), NEVER]
    assert found.last_contact.tolist() == [int(met.timestamp()), NEVER]


def wrong(**columns: list[int]) -> Moments:
    given = {"starts": [0, 2], "at": [5, 7], "kinds": [0, 0], "directions": [0, 0]} | columns
    return Moments(
        np.array(given["starts"], np.int64),
        np.array(given["at"], np.int64),
        np.array(given["kinds"], np.int8),
        np.array(given["directions"], np.int8),
    )


@pytest.mark.parametrize(
    "held",
    [
        wrong(starts=[0, 1]),
        wrong(starts=[1, 2]),
        wrong(starts=[]),
        wrong(starts=[0, 2, 1, 2]),
        wrong(at=[7, 5]),
        wrong(kinds=[0, 99]),
        wrong(directions=[0, -1]),
        wrong(kinds=[0]),
    ],
)
def test_it_refuses_what_does_not_fit(held: Moments) -> None:
    with pytest.raises(ValueError, match=r"must|code"):
        warmth_many(held, NOW)


def test_the_next_ones_times_may_be_earlier() -> None:
    assert len(warmth_many(wrong(starts=[0, 1, 2], at=[7, 5]), NOW).value) == 2
