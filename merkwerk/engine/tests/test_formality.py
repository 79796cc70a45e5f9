"""How formal a text is, held against invented posts in two languages."""

import csv
from pathlib import Path

import pytest

from merkwerk.engine.tone import formality
from merkwerk.engine.tone.formality import CASUAL, FORMAL

GOLD = Path(__file__).parent.parent / "gold" / "formality.csv"
LEAST_AUC = 0.97
LEAST_RIGHT = 0.85


def gold(language: str) -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["language"] == language]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_formal_posts_stand_above_casual_ones(language: str) -> None:
    scores = [(formality(row["text"], language).score, row["tone"]) for row in gold(language)]
    formal = [score for score, tone in scores if tone == "formal"]
    casual = [score for score, tone in scores if tone == "casual"]
    above = sum((one > other) + (one == other) / 2 for one in formal for other in casual)
    assert len(scores) >= 20
    assert above / (len(formal) * len(casual)) >= LEAST_AUC


@pytest.mark.parametrize("language", ["nl", "en"])
def test_most_posts_fall_on_their_side(language: str) -> None:
    rows = gold(language)
    wrong = [
        row["text"]
        for row in rows
        if (formality(row["text"], language).score > 0.5) != (row["tone"] == "formal")
    ]
    assert 1 - len(wrong) / len(rows) >= LEAST_RIGHT, wrong


def test_a_plain_sentence_is_neither() -> None:
    assert CASUAL < formality("Het regent vandaag in Utrecht.", "nl").score < FORMAL


def test_it_says_why() -> None:
    because = dict(formality("Geachte heer, haha!!", "nl").because)
    assert because["greeting"] > 0 > because["laughter"]


def test_an_unknown_language_is_judged_by_what_all_have() -> None:
    assert [name for name, _ in formality("Geachte 😀", "pl").because] == ["emoji"]


def test_an_address_shouts_nothing_and_stretches_nothing() -> None:
    assert formality("https://WWW.HOOOOI.EXAMPLE/AAAAAA!!!", "nl").score == 0.5
