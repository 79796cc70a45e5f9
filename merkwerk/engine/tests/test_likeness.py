"""Who says the same in other words, held against invented pairs in two languages."""

import csv
from pathlib import Path

import pytest

from merkwerk.engine.likeness import SAME, TOLD, likeness
from merkwerk.engine.likeness.features import matched
from merkwerk.engine.likeness.kin import kinship, land
from merkwerk.engine.likeness.stems import stem
from merkwerk.engine.likeness.words import spoken, words

GOLD = Path(__file__).parent.parent / "gold" / "likeness.csv"
LEAST_AUC = {"nl": 0.88, "en": 0.95}


def gold() -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pairs_that_say_the_same_stand_above_others(language: str) -> None:
    rows = [row for row in gold() if row["language"] == language]
    scores = {
        answer: [likeness(r["one"], r["other"]).score for r in rows if r["same"] == answer]
        for answer in ("yes", "no")
    }
    above = sum((yes > no) + (yes == no) / 2 for yes in scores["yes"] for no in scores["no"])
    assert len(rows) >= 25
    assert above / (len(scores["yes"]) * len(scores["no"])) >= LEAST_AUC[language]


def test_it_has_no_sides() -> None:
    for row in gold():
        assert likeness(row["one"], row["other"]) == likeness(row["other"], row["one"])


def test_the_same_words_are_the_same() -> None:
    assert likeness("Bus rijdt niet!", "bus rijdt niet").score == 1


def test_other_words_for_the_same_are_the_same() -> None:
    assert likeness("Army kills three rebels", "Troops kill 3 insurgents").score >= SAME


def test_texts_about_nothing_are_like_nothing() -> None:
    assert likeness("", "").score == likeness("😀", "").score == 0


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("Een man speelt gitaar", "Een vrouw speelt gitaar", "other-words"),
        ("Army kills 3 rebels", "Army kills 12 rebels", "other-numbers"),
        ("Het regent in Gent", "Het regent niet in Gent", "denied"),
        ("Politie pakt man op", "Man aangehouden door agenten", "same-meaning"),
        ("De brug is dicht", "De brug is open", "same-words"),
        ("De brug is dicht", "De brug zakt scheef", "only-one"),
    ],
)
def test_it_says_why(one: str, other: str, code: str) -> None:
    assert code in [reason.code for reason in likeness(one, other).because]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Een man speelt gitaar", "Een vrouw speelt gitaar"),
        ("Army kills 3 rebels", "Army kills 12 rebels"),
        ("Het regent in Gent", "Het regent niet in Gent"),
    ],
)
def test_what_shuts_each_other_out_counts_against(one: str, other: str) -> None:
    assert likeness(one, other).score < likeness(one, one).score - 0.15


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("loopt", "lopen", "nl"),
        ("liep", "lopen", "nl"),
        ("huizen", "huis", "nl"),
        ("leven", "leefde", "nl"),
        ("fietsje", "fietsen", "nl"),
        ("gespeeld", "spelen", "nl"),
        ("running", "ran", "en"),
        ("studies", "study", "en"),
        ("children", "child", "en"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str, language: str) -> None:
    assert stem(one, language) == stem(other, language)


def test_kin_is_less_than_the_same_and_rivals_are_none() -> None:
    assert kinship(stem("hond", "nl"), stem("dier", "nl"), "nl") == 0.5
    assert kinship(stem("hond", "nl"), stem("kat", "nl"), "nl") == 0


def test_what_may_be_told_is_right_of_the_invented_pairs() -> None:
    told = [row["same"] for row in gold() if likeness(row["one"], row["other"]).score >= TOLD]
    assert len(told) >= 5
    assert set(told) == {"yes"}


def test_the_nearest_of_equal_words_is_the_fellow() -> None:
    assert matched([[0, 1, 0, 1], [0, 0, 0, 0], [0, 1, 0, 1]]).at == (1, -1, 3)


@pytest.mark.parametrize("word", ["spain", "spaans", "spaanse"])
def test_a_land_is_one_in_both_languages(word: str) -> None:
    assert land(word) == land("spanje") != land("italie")


def test_what_is_no_land_is_none() -> None:
    assert land("fiets") == -1


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        ("Stocks fall in Spain", "Stocks fall in Italy", "Stocks fall in Madrid"),
        ("Is the bridge closed?", "The bridge is closed now", "Is the bridge closed now?"),
    ],
)
def test_another_land_or_a_question_counts_against(one: str, other: str, text: str) -> None:
    assert likeness(one, other).score < likeness(one, text).score


def test_a_land_and_its_people_belong_together() -> None:
    assert kinship(stem("libya", "en"), stem("libyan", "en"), "en") > 0.9


def test_the_language_shows_in_small_words() -> None:
    assert spoken("Er is een man op het dak") == "nl"
    assert spoken("There is a man on the roof") == "en"


def test_numbers_are_read_however_written() -> None:
    said = words("Twee van de 1.000 huizen, $356M", "nl")
    assert [word.number for word in said if word.number] == ["2", "1000", "356"]


def test_hostile_texts_end_in_time() -> None:
    assert likeness("a b " * 100_000, "b a " * 100_000).score <= 1
    assert likeness("\ud800\0 x", "9" * 5_000).score <= 1
