"""Which language a short text is in, held against texts written for this in fourteen languages."""

import csv
from pathlib import Path

import pytest

from merkwerk.engine.languages import LEAST_MARGIN, guess

GOLD = Path(__file__).parent.parent / "gold" / "languages.csv"
LEAST_RIGHT = 0.94


def test_it_is_right_about_the_gold_set() -> None:
    with GOLD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = [row for row in rows if guess(row["text"]).language != row["language"]]
    assert len(rows) >= 50
    assert 1 - len(wrong) / len(rows) >= LEAST_RIGHT, wrong


def test_dutch_is_never_taken_for_another_language_in_the_gold_set() -> None:
    with GOLD.open(encoding="utf-8", newline="") as file:
        dutch = [row["text"] for row in csv.DictReader(file) if row["language"] == "nl"]
    assert {guess(text).language for text in dutch} == {"nl"}


@pytest.mark.parametrize("text", ["", "   ", "2026", "😀", "@sanne", "https://nos.nl/artikel"])
def test_nothing_to_read_is_unknown(text: str) -> None:
    assert guess(text).language == ""


def test_a_word_of_two_languages_is_unknown() -> None:
    assert guess("water").margin < LEAST_MARGIN
    assert guess("water").language == ""


def test_a_longer_text_is_surer() -> None:
    assert guess("Wie weet dat nog? Iedereen weet dat.").margin > guess("weet dat").margin


def test_links_and_handles_say_nothing_about_the_language() -> None:
    bare = guess("Wie weet een goede drukker")
    assert guess("@the.english.house Wie weet een goede drukker https://the.example/x") == bare


def test_case_changes_nothing() -> None:
    assert guess("GOEDEMORGEN ALLEMAAL") == guess("goedemorgen allemaal")


@pytest.mark.parametrize(
    ("text", "language"),
    [("Καλημέρα σας", "el"), ("こんにちは世界", "ja"), ("你好世界", "zh"), ("안녕하세요", "ko")],
)
def test_a_script_of_one_language_is_enough(text: str, language: str) -> None:
    assert guess(text).language == language


def test_a_script_of_many_languages_is_unknown() -> None:
    assert guess("Доброе утро").language == ""


def test_one_foreign_letter_does_not_decide() -> None:
    assert guess("De hoek β is kleiner dan de andere hoek").language == "nl"


def test_a_language_that_it_does_not_tell_apart_is_unknown() -> None:
    assert guess("Hyvää huomenta kaikille, tänään on kaunis päivä").language == ""


def test_an_endless_text_is_read_from_its_beginning() -> None:
    assert guess("de kat zit op het dak " * 20_000).language == "nl"


def test_an_endless_word_does_no_harm() -> None:
    assert guess("a" * 100_000).margin >= 0
