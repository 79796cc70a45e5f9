"""Je or u, du or Sie, tu or vous, held against invented posts."""

import csv
from pathlib import Path

import pytest

from merkwerk.engine.tone import address

GOLD = Path(__file__).parent.parent / "gold" / "address.csv"
LEAST_RIGHT = 0.95


def said(text: str, language: str) -> str:
    found = address(text, language)
    if found.informal and found.formal:
        return "both"
    return "informal" if found.informal else "formal" if found.formal else "none"


def test_it_is_right_about_the_gold_set() -> None:
    with GOLD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = [row["text"] for row in rows if said(row["text"], row["language"]) != row["says"]]
    assert len(rows) >= 55
    assert 1 - len(wrong) / len(rows) >= LEAST_RIGHT, wrong


def test_it_names_the_words() -> None:
    found = address("Kunt u uw naam zeggen? Dan stuur ik het je.", "nl")
    assert (found.formal, found.informal) == (("u", "uw"), ("je",))


def test_nobody_is_addressed_in_a_language_without_the_difference() -> None:
    assert not address("Je vous salue, said u to me", "en")
    assert not address("u bent", "")


@pytest.mark.parametrize("language", ["nl-BE", "NL", "nl"])
def test_regions_of_a_language_count(language: str) -> None:
    assert address("Bent u er?", language).formal
