"""When a sign of life is due, who would be lost, who got no attention, and what was given."""

from datetime import UTC, date, datetime, timedelta

import pytest

from merkwerk.engine.because import Because
from merkwerk.engine.upkeep import (
    Held,
    Rhythms,
    Source,
    Upkeep,
    balance,
    lost,
    stake,
    upkeep,
)
from merkwerk.engine.warmth import Direction, Kind, Touch, patience_days, warmth

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TODAY = NOW.date()
START, END = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def due(over: float, rhythm: int = 10) -> Upkeep:
    return Upkeep(TODAY, over, rhythm, Source.OWN, False, ())


def touch(days: float, direction: str = "both", kind: str = "answered") -> Touch:
    return Touch(ago(days), Direction(direction), Kind(kind))


def on(month: int, direction: str = "both", kind: str = "talked") -> Touch:
    return Touch(datetime(2026, month, 10, tzinfo=UTC), Direction(direction), Kind(kind))


def found(rhythms: Rhythms, **more: datetime | bool | None) -> Upkeep:
    kept = upkeep(rhythms, now=NOW, **{"last": ago(30), **more})  # type: ignore[arg-type]
    assert kept is not None
    return kept


def test_a_wish_is_due_when_its_days_are_full() -> None:
    kept = found(Rhythms(own=21))
    assert (kept.due, kept.source) == (ago(9).date(), Source.OWN)
    assert kept.over == pytest.approx(30 / 21)


def test_ones_own_wish_goes_first_then_the_shortest_group_then_what_was_learned() -> None:
    assert Rhythms(60, (30, 14), 7).chosen() == (60, Source.OWN)
    assert Rhythms(None, (30, None, 14), 7).chosen() == (14, Source.GROUP)
    assert Rhythms(0, (), 7).chosen() == (7, Source.LEARNED)


def test_a_learned_rhythm_is_due_when_it_counts_as_quiet() -> None:
    kept = found(Rhythms(learned=10))
    assert kept.due == (ago(30) + timedelta(days=patience_days(10))).date()
    assert patience_days(10) == 26


@pytest.mark.parametrize("rhythm", [1, 8, 9, 21, 365])
def test_patience_ends_on_the_day_it_becomes_quiet(rhythm: int) -> None:
    def quiet(silent: int) -> bool:
        known = [touch(silent + step * rhythm) for step in range(3)]
        return warmth(known, NOW).quiet is not None

    assert (quiet(patience_days(rhythm) - 1), quiet(patience_days(rhythm))) == (False, True)


def test_one_contact_asks_for_nothing() -> None:
    known = warmth([touch(400, kind="met")], NOW)
    assert upkeep(Rhythms(learned=known.rhythm_days), now=NOW, last=ago(400)) is None


def test_a_colleagues_contact_starts_it_again() -> None:
    kept = found(Rhythms(own=21), through=ago(3))
    assert kept.through
    assert kept.due == (ago(3) + timedelta(days=21)).date()
    assert [part.code for part in kept.because] == ["own-rhythm", "silent", "through-colleague"]


def test_an_older_contact_of_a_colleague_changes_nothing() -> None:
    assert found(Rhythms(own=21), through=ago(60)) == found(Rhythms(own=21))


def test_rest_for_good_is_for_good() -> None:
    assert upkeep(Rhythms(own=1), now=NOW, last=ago(900), rests_for_good=True) is None


def test_a_rest_moves_the_day_to_its_end() -> None:
    kept = found(Rhythms(own=21), rests_until=ago(-10))
    assert kept.due == ago(-10).date()
    assert kept.because[-1].code == "rests"
    assert dict(kept.because[-1].facts) == {"days": 10}


def test_a_rest_that_is_over_is_forgotten() -> None:
    assert found(Rhythms(own=21), rests_until=ago(1)) == found(Rhythms(own=21))


def test_a_wish_for_somebody_never_met_runs_from_when_it_was_noted() -> None:
    kept = found(Rhythms(own=21), last=None, since=ago(5))
    assert kept.due == ago(-16).date()
    assert kept.because[1] == Because("never", {"days": 5})


def test_without_a_beginning_nothing_is_due() -> None:
    assert upkeep(Rhythms(own=21), now=NOW, last=None) is None


def test_a_clock_that_runs_ahead_counts_as_now() -> None:
    assert found(Rhythms(own=21), last=ago(-400)).over == 0


def test_it_says_every_three_weeks_now_eleven_not() -> None:
    parts = {part.code: dict(part.facts) for part in found(Rhythms(own=21), last=ago(77)).because}
    assert parts == {"own-rhythm": {"rhythm_days": 21}, "silent": {"days": 77}}


def test_the_warmer_one_would_be_lost_first() -> None:
    held = [Held("cool", 10, due(1.5)), Held("warm", 40, due(1.5))]
    assert [each.key for each in lost(held, TODAY)] == ["warm", "cool"]


def test_of_equals_the_one_further_beyond_its_rhythm_goes_first() -> None:
    held = [Held("just", 30, due(1.1)), Held("far", 30, due(4))]
    assert [each.key for each in lost(held, TODAY)] == ["far", "just"]


def test_being_overdue_alone_does_not_lead() -> None:
    assert stake(50, 1.2) > stake(8, 500)


def test_existing_ones_go_before_new_ones() -> None:
    held = [Held("new", 60, due(3), existing=False), Held("old", 5, due(1.1))]
    assert [each.key for each in lost(held, TODAY)] == ["old", "new"]


def test_whose_day_has_not_come_is_not_lost() -> None:
    later = Upkeep(date(2026, 12, 1), 0.5, 10, Source.OWN, False, ())
    assert lost([Held("later", 60, later), Held("none", 60, None)], TODAY) == []


def counted(*touches: Touch) -> dict[str, int]:
    return {part.code: int(part.facts["times"]) for part in balance(touches, NOW)}


def test_the_balance_counts_what_was_given_and_asked() -> None:
    known = (touch(9, "theirs", "asked"), touch(8, "ours"), touch(7, "ours", "shared"))
    assert counted(*known) == {"you-gave": 2, "they-asked": 1}


def test_what_both_did_counts_for_each() -> None:
    assert counted(touch(9)) == {"they-gave": 1, "you-gave": 1}


def test_the_balance_looks_back_a_year() -> None:
    assert counted(touch(364, "ours"), touch(366, "ours"), touch(-1, "ours")) == {"you-gave": 1}


def test_it_says_when_one_gives_much_more() -> None:
    known = [touch(days, "theirs") for days in range(4)] + [touch(9, "ours")]
    assert counted(*known) == {"they-gave": 4, "you-gave": 1, "they-gave-more": 3}
