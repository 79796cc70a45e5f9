"""Warmth and its parts, held against invented relationships and what a person would say of them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merkwerk.engine.warmth import Direction, Kind, Quiet, Touch, stage, warmth

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
GOLD = Path(__file__).parent.parent / "gold" / "warmth.json"
LEAST_RIGHT = 0.95


def touch(days: float, direction: str = "both", kind: str = "answered") -> Touch:
    return Touch(NOW - timedelta(days=days), Direction(direction), Kind(kind))


def agrees(case: dict[str, Any]) -> bool:
    touches = [touch(*each) for each in case["touches"]]
    found = warmth(touches, NOW)
    within = bool(case["from"] <= found.value <= case["to"])
    said = (
        stage(touches).value,
        found.quiet is not None,
        [part.code for part in found.parts],
    )
    return within and said == (case["stage"], case["quiet"], case["says"])


def test_it_is_right_about_the_gold_set() -> None:
    cases = json.loads(GOLD.read_text(encoding="utf-8"))
    wrong = [case["case"] for case in cases if not agrees(case)]
    assert len(cases) >= 20
    assert 1 - len(wrong) / len(cases) >= LEAST_RIGHT, wrong


touches = st.lists(
    st.builds(
        touch,
        st.floats(-3, 900),
        st.sampled_from([each.value for each in Direction]),
        st.sampled_from([each.value for each in Kind]),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(touches)
def test_it_stays_between_nothing_and_a_hundred(known: list[Touch]) -> None:
    assert 0 <= warmth(known, NOW).value <= 100


@settings(deadline=None)
@given(touches)
def test_the_order_they_are_given_in_does_not_matter(known: list[Touch]) -> None:
    assert warmth(known[::-1], NOW) == warmth(known, NOW)


@settings(deadline=None)
@given(touches)
def test_time_alone_never_warms(known: list[Touch]) -> None:
    later = NOW + timedelta(days=30)
    past = [each for each in known if each.at <= NOW]
    assert warmth(past, later).value <= warmth(past, NOW).value


@settings(deadline=None)
@given(touches)
def test_a_meeting_today_never_cools(known: list[Touch]) -> None:
    assert warmth([*known, touch(0, "both", "met")], NOW).value >= warmth(known, NOW).value


def test_a_year_later_about_a_tenth_is_left() -> None:
    """Burt, "Bridge decay" (Social Networks 24, 2002): nine in ten new ties are gone by then."""
    fresh, old = (warmth([touch(days, kind="met")], NOW).rank for days in (0, 365))
    assert 0.03 < old / fresh < 0.12


def test_the_value_is_the_rank_rounded() -> None:
    found = warmth([touch(9), touch(3)], NOW)
    assert found.value == round(found.rank)


def test_equal_talks_rank_by_who_spoke_last() -> None:
    earlier, later = (warmth([touch(60), touch(days)], NOW).rank for days in (40, 20))
    assert later > earlier


def test_beyond_its_own_rhythm_it_is_colder_than_within_a_slow_one() -> None:
    weekly, slow = ([touch(days) for days in known] for known in ((74, 67, 60), (180, 120, 60)))
    assert warmth(weekly, NOW).rank < warmth(slow, NOW).rank
    assert warmth(weekly, NOW).quiet
    assert not warmth(slow, NOW).quiet


def test_a_like_keeps_no_rhythm_up() -> None:
    known = [touch(days) for days in (140, 119, 98, 77)] + [touch(1, kind="reacted")]
    assert warmth(known, NOW).quiet == Quiet(rhythm_days=21, silent_days=77)


def test_a_like_today_warms_less_than_a_word() -> None:
    old = touch(300, kind="met")
    like, word = (warmth([old, touch(0, kind=kind)], NOW).value for kind in ("reacted", "shared"))
    assert like < word / 2


@settings(deadline=None)
@given(touches)
def test_a_like_more_never_cools(known: list[Touch]) -> None:
    liked = [*known, touch(0, "theirs", "reacted")]
    assert warmth([*liked, touch(0, "ours", "reacted")], NOW).rank >= warmth(known, NOW).rank


def test_going_both_ways_is_warmer_than_one() -> None:
    mutual = [touch(9, "theirs"), touch(3, "ours")]
    assert warmth(mutual, NOW).value > warmth([touch(9, "ours"), touch(3, "ours")], NOW).value


def test_quiet_names_rhythm_and_silence() -> None:
    known = [touch(days) for days in (140, 119, 98, 77)]
    assert warmth(known, NOW).quiet == Quiet(rhythm_days=21, silent_days=77)


def test_three_weeks_are_never_quiet() -> None:
    assert warmth([touch(days) for days in (24, 23, 22, 21)], NOW).quiet is None


def test_two_days_of_contact_make_no_rhythm() -> None:
    assert warmth([touch(400), touch(300)], NOW).rhythm_days is None


def test_follows_make_no_rhythm() -> None:
    known = [touch(days, "theirs", "followed") for days in (90, 60, 30)]
    assert warmth(known, NOW).rhythm_days is None


def test_a_clock_that_runs_ahead_counts_as_now() -> None:
    assert warmth([touch(-2)], NOW).silent_days == 0


def test_parts_bring_their_facts() -> None:
    parts = {part.code: dict(part.facts) for part in warmth([touch(40, kind="met")], NOW).parts}
    assert parts == {"spoke": {"days": 40}, "met": {"times": 1, "days": 40}}


@pytest.mark.parametrize(
    ("known", "reached"),
    [
        ([], "none"),
        ([("ours", "noticed")], "none"),
        ([("theirs", "reacted")], "followed"),
        ([("ours", "answered")], "answered"),
        ([("theirs", "asked"), ("ours", "answered")], "conversed"),
        ([("both", "talked")], "conversed"),
        ([("both", "met"), ("theirs", "followed")], "met"),
    ],
)
def test_the_stage_is_what_happened(known: list[tuple[str, str]], reached: str) -> None:
    assert stage(touch(1, *each) for each in known) == reached
