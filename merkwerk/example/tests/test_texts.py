"""How the text files are read, without a database."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from merkwerk.example.actions.chatter import chatter, spoken
from merkwerk.example.actions.reading_texts import conversations, outsiders, sentences
from merkwerk.example.actions.times import HERE, Clock

NOW = datetime(2026, 11, 21, 10, 12, tzinfo=HERE)
CLOCK = Clock(NOW)


def test_a_time_of_the_clock_is_that_of_arnhem() -> None:
    assert CLOCK.at("9d8.50") == datetime(2026, 11, 12, 8, 50, tzinfo=HERE)


def test_minutes_and_hours_count_back_from_now() -> None:
    assert CLOCK.at("38m") == NOW - timedelta(minutes=38)
    assert CLOCK.at("5h") == NOW - timedelta(hours=5)


def test_an_answer_counts_on_from_what_it_answers() -> None:
    above = NOW - timedelta(days=1)
    assert CLOCK.at("+25m", above) == above + timedelta(minutes=25)


def test_an_answer_never_comes_before_what_it_answers() -> None:
    assert CLOCK.at("5h", NOW - timedelta(hours=1)) > NOW - timedelta(hours=1)


def test_nothing_is_later_than_now() -> None:
    assert CLOCK.at("+3d", NOW - timedelta(days=1)) == NOW


def test_what_is_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="no time"):
        CLOCK.at("gisteren")


def test_answers_hang_below_what_they_answer() -> None:
    turns = {turn.text[:10]: turn for turn in conversations(("today.txt",))}
    asked, answered = turns["Klant in G"], turns["Nee hoor, "]
    assert answered.above is asked
    assert asked.above is None


def test_every_turn_says_something_in_a_language_of_its_own() -> None:
    for turn in conversations():
        assert turn.text, turn.when


def test_every_theme_of_a_person_has_sentences() -> None:
    _lists, themes = sentences()
    wanted = {theme for person in outsiders().values() for theme in person.themes}
    assert wanted == set(themes)


def test_choices_are_made_also_within_choices() -> None:
    found = spoken("{a b|a {dier}}", {"dier": ("kat",)}, Random(2))
    assert found in {"A b", "A kat"}


def test_no_sentence_keeps_a_bracket() -> None:
    said = chatter(seed=3, now=NOW, count=400)
    assert len(said) == 400
    assert not [turn.text for turn, _at in said if set("{}|") & set(turn.text)]


def test_chatter_is_by_day_and_within_three_months() -> None:
    for _turn, at in chatter(seed=4, now=NOW, count=200):
        assert at.astimezone(HERE).hour >= 6
        assert NOW - timedelta(days=93) < at < NOW
