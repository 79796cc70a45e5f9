"""Which existing relationships got nothing from you in a quarter."""

from datetime import UTC, datetime

import numpy as np
import pytest

from merkwerk.engine.because import Because
from merkwerk.engine.unattended import attention
from merkwerk.engine.warmth import Direction, Kind, Touch, warmth
from merkwerk.engine.warmth_many import DIRECTION_CODES, KIND_CODES, Moments

START, END = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)


def on(month: int, direction: str = "both", kind: str = "talked") -> Touch:
    return Touch(datetime(2026, month, 10, tzinfo=UTC), Direction(direction), Kind(kind))


def moments(*known: tuple[Touch, ...]) -> Moments:
    rows = [each for own in known for each in sorted(own, key=lambda touch: touch.at)]
    return Moments(
        np.concatenate(([0], np.cumsum([len(own) for own in known], dtype=np.int64))),
        np.array([int(each.at.timestamp()) for each in rows], np.int64),
        np.array([KIND_CODES[each.kind] for each in rows], np.int8),
        np.array([DIRECTION_CODES[each.direction] for each in rows], np.int8),
    )


def attended(*touches: Touch) -> bool:
    """Whether it does not stand among those that got nothing."""
    return not attention(moments(touches), START, END).without


def test_the_report_names_who_got_nothing_from_you() -> None:
    assert not attended(on(3), on(8, "theirs", "asked"))


@pytest.mark.parametrize("touches", [(on(3), on(8)), (on(3), on(8, "ours", "answered"))])
def test_a_word_from_you_is_attention(touches: tuple[Touch, ...]) -> None:
    assert attended(*touches)


def test_a_like_is_no_attention() -> None:
    assert not attended(on(3), on(8, "ours", "reacted"))


def test_who_was_only_followed_before_is_no_existing_relation() -> None:
    assert attended(on(3, "ours", "followed"))


def test_who_came_in_the_quarter_is_no_existing_relation() -> None:
    assert attended(on(8, "theirs", "asked"))


def test_what_happened_after_the_quarter_does_not_count() -> None:
    assert not attended(on(3), on(11))


def test_the_report_begins_with_what_there_is_most_to_lose_of() -> None:
    thin, thick = (on(1),), (on(4), on(5, kind="met"), on(6))
    found = attention(moments(thin, thick), START, END)
    assert [row.number for row in found.without] == [1, 0]
    assert [row.at_stake for row in found.without] == [
        pytest.approx(warmth(own, START).rank) for own in (thick, thin)
    ]


def test_who_got_something_is_told_latest_first() -> None:
    found = attention(moments((on(8),), (), (on(9),), (on(8, "theirs"),)), START, END)
    assert found.given == [2, 0]


def test_the_report_says_since_when_and_that_they_tried() -> None:
    (row,) = attention(moments((on(6), on(8, "theirs", "asked"))), START, END).without
    assert row.because == (
        Because("conversed"),
        Because("you-last", {"days": 113}),
        Because("they-reached-out", {"times": 1}),
    )


def test_a_quarter_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before"):
        attention(moments(), END, START)
