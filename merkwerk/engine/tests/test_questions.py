"""Whether a text asks something, held against invented posts in two languages."""

import csv
from pathlib import Path

import pytest

from merkwerk.engine.questions import is_question

GOLD = Path(__file__).parent.parent / "gold" / "questions.csv"
LEAST_RIGHT = 0.95


def test_it_is_right_about_the_gold_set() -> None:
    with GOLD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = [row["text"] for row in rows if is_question(row["text"]).asks != (row["asks"] == "yes")]
    assert len(rows) >= 60
    assert 1 - len(wrong) / len(rows) >= LEAST_RIGHT, wrong


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Mooi. Hoe doen jullie dat?", "question-mark"),
        ("Wie weet een goede drukker", "opening"),
        ("Alle tips welkom", "seeks"),
        ("Adres van een imker #dtv", "tag"),
        ("Wist je dat bijen dansen?", "rhetorical"),
        ("Benieuwd? Lees verder op https://a.example", "rhetorical"),
        ("Benieuwd naar ons verhaal? Lees het hier.", "teaser"),
        ("Ze riep “wie komt er mee?” en rende weg.", "quoted"),
        ("Het regent.", "no-question"),
        ("", "no-question"),
    ],
)
def test_it_says_why(text: str, reason: str) -> None:
    assert is_question(text).reasons == (reason,)


def test_it_names_the_sentence_that_asks() -> None:
    assert is_question("Nieuwe regels. Wie snapt ze? Ik niet.").sentence == "Wie snapt ze?"


def test_a_mark_in_an_address_asks_nothing() -> None:
    assert not is_question("https://a.example/?x=1")


def test_a_question_halfway_an_article_asks_nothing() -> None:
    assert not is_question("Dit is zo. " * 200 + "Waarom is dat zo? " + "Dat is zo. " * 200)


def test_a_question_at_the_end_of_an_article_asks() -> None:
    assert is_question("Dit is zo. " * 400 + "Hoe doen jullie dat?")
