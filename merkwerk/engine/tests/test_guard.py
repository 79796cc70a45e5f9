"""The timeline guard looks from the receiver's side."""

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest

from merkwerk.engine.guard import Heard, Marks, Overlap, Voice, guard, marks

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def some(*numbers: int) -> Marks:
    return np.array(sorted(numbers), np.uint64)


def voice(key: int, followers: Marks | None, minutes: int = 5, text: str = "") -> Voice:
    return Voice(key, NOW - minutes * MINUTE, "nearly", followers, text)


def codes(found: Overlap) -> list[str]:
    return [reason.code for reason in found.because]


def test_it_is_silent_when_nothing_is_shared() -> None:
    found = guard(some(1, 2), [voice(7, some(3, 4))], now=NOW)
    assert found.silent
    assert (found.heard, found.because, found.later, found.leave_to) == ((), (), (), None)


def test_it_is_silent_when_nobody_said_anything() -> None:
    assert guard(some(1, 2), [], now=NOW).silent


def test_it_says_how_many_saw_it_and_from_whom() -> None:
    found = guard(some(1, 2, 3, 4), [voice(7, some(2)), voice(8, some(2, 4, 9))], now=NOW)
    assert (found.saw, found.followers) == (2, 4)
    assert [(one.key, one.shared.tolist()) for one in found.heard] == [(8, [2, 4]), (7, [2])]
    assert found.from_whom(2) == (8, 7)
    assert found.from_whom(3) == ()


def test_the_worst_off_receiver_saw_it_five_times_within_the_hour() -> None:
    voices = [voice(key, some(1, 10 + key), minutes=key) for key in range(5)]
    found = guard(some(1, 12, 99), voices, now=NOW)
    assert (found.most, found.worst.tolist(), found.times.tolist()) == (5, [1], [5, 1])
    assert found.because[1].facts == {"times": 5, "people": 1}


def test_seen_once_is_not_often() -> None:
    assert codes(guard(some(1), [voice(7, some(1))], now=NOW)) == ["shared", "nearly"]


def test_what_was_said_longer_ago_does_not_count() -> None:
    assert guard(some(1), [voice(7, some(1), minutes=60)], now=NOW).silent
    assert not guard(some(1), [voice(7, some(1), minutes=59)], now=NOW).silent


def test_the_window_is_adjustable() -> None:
    late = [voice(7, some(1), minutes=100)]
    assert not guard(some(1), late, now=NOW, window=timedelta(hours=2)).silent


def test_a_clock_that_is_ahead_counts_as_just_now() -> None:
    found = guard(some(1), [voice(7, some(1), minutes=-600)], now=NOW)
    assert found.clear_at == NOW + timedelta(hours=1)


def test_unknown_followers_are_a_case_of_their_own() -> None:
    found = guard(some(1), [voice(7, None), voice(8, None, minutes=90)], now=NOW)
    assert (found.silent, found.unknown, codes(found)) == (True, (7,), ["unknown"])


def test_without_my_own_followers_all_is_unknown() -> None:
    found = guard(None, [voice(7, some(1)), voice(8, None)], now=NOW)
    assert (found.followers, found.unknown, found.silent) == (None, (7, 8), True)


def test_nobody_follows_me() -> None:
    found = guard(some(), [voice(7, some(1))], now=NOW)
    assert (found.silent, found.followers) == (True, 0)


def test_the_greatest_mark_is_found() -> None:
    last = 2**64 - 1
    assert guard(some(0, last), [voice(7, some(0, last))], now=NOW).from_whom(last) == (7,)


def test_another_time_is_when_fewer_have_it_fresh() -> None:
    voices = [voice(7, some(1, 2), minutes=50), voice(8, some(2, 3), minutes=20)]
    found = guard(some(1, 2, 3), voices, now=NOW)
    assert [(one.at - NOW, one.saw) for one in found.later] == [(10 * MINUTE, 2), (40 * MINUTE, 0)]
    assert found.clear_at == NOW + 40 * MINUTE


def test_another_angle_is_what_none_of_them_said() -> None:
    theirs = "Het fietspad langs het kanaal is open"
    text = "Het fietspad langs het kanaal is open, en wij tekenden de bochten"
    found = guard(some(1), [voice(7, some(1), text=theirs)], now=NOW, text=text)
    assert found.new == ("en wij tekenden de bochten",)


def test_who_shares_no_follower_has_no_say_in_the_angle() -> None:
    voices = [voice(7, some(1), text="Vandaag taart"), voice(8, some(9), text="Nieuw fietspad")]
    assert guard(some(1), voices, now=NOW, text="Nieuw fietspad").new == ("Nieuw fietspad",)


def test_it_may_be_left_to_who_reached_most() -> None:
    voices = [voice(7, some(1)), voice(8, some(1, 2)), voice(9, some(3))]
    assert guard(some(1, 2, 3), voices, now=NOW).leave_to == 8


def test_it_is_not_left_to_somebody_who_said_something_similar() -> None:
    similar = Voice(7, NOW, "similar", some(1, 2))
    assert guard(some(1, 2), [similar], now=NOW).leave_to is None
    assert guard(some(1, 2), [similar, voice(8, some(1))], now=NOW).leave_to == 8


def test_the_reasons_name_each_kind() -> None:
    voices = [Voice(7, NOW, "same-link", some(1)), voice(8, some(1)), voice(9, None)]
    found = guard(some(1, 2), voices, now=NOW)
    assert codes(found) == ["shared", "often", "same-link", "nearly", "unknown"]
    assert found.because[0].facts == {"saw": 1, "of": 2, "voices": 2}


def test_the_same_voices_in_any_order_give_the_same_answer() -> None:
    voices = [voice(key, some(1, key), minutes=key % 3) for key in range(2, 9)]
    one = guard(some(*range(9)), voices, now=NOW)
    other = guard(some(*range(9)), voices[::-1], now=NOW)
    assert [heard.key for heard in one.heard] == [heard.key for heard in other.heard]
    assert one.later == other.later
    assert one.because == other.because


@pytest.mark.parametrize("seed", range(8))
def test_it_counts_as_plain_sets_do(seed: int) -> None:
    dice = Random(seed)
    everybody = marks((str(number) for number in range(900)), b"key").tolist()
    lists = [set(dice.sample(everybody, dice.randint(0, 400))) for _ in range(12)]
    mine, theirs = lists[0], lists[1:]
    found = guard(some(*mine), [voice(at, some(*one)) for at, one in enumerate(theirs)], now=NOW)
    assert {one.key: set(one.shared.tolist()) for one in found.heard} == {
        at: mine & one for at, one in enumerate(theirs) if mine & one
    }
    times = dict(zip(found.receivers.tolist(), found.times.tolist(), strict=True))
    counted = {one: sum(one in other for other in theirs) for one in mine}
    assert times == {one: number for one, number in counted.items() if number}
    assert found.saw == len(mine & set().union(*theirs))


def test_a_voice_is_as_long_as_what_it_shares() -> None:
    assert len(Heard(1, NOW, "nearly", some(3, 4))) == 2
