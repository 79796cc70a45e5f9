"""What is held back, and what is not."""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path

import pytest

from merkwerk.engine.spam import judge, links_of

GOLD = Path(__file__).parents[1] / "gold" / "spam.csv"
LEAST_FOUND, MOST_FALSE = 0.92, 0.02


def rows() -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def codes(words: str, **way: object) -> set[str]:
    """Why it would be held."""
    return {one.code for one in judge(name="Joris", words=words, **way).because}  # type: ignore[arg-type]


def test_spam_is_found_and_hardly_any_reader_held() -> None:
    held = {"spam": 0, "fine": 0}
    wrong = []
    for row in rows():
        one = judge(name=row["name"], words=row["words"])
        held[row["label"]] += one.held
        if one.held != (row["label"] == "spam"):
            wrong.append((row["words"][:60], one.weight))
    many = Counter(row["label"] for row in rows())
    assert held["spam"] / many["spam"] >= LEAST_FOUND, wrong
    assert held["fine"] / many["fine"] <= MOST_FALSE, wrong


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_language_has_enough_examples(language: str) -> None:
    many = Counter(row["label"] for row in rows() if row["language"] == language)
    assert min(many["spam"], many["fine"]) >= 30


def test_who_fills_in_the_trap_is_held_whatever_they_say() -> None:
    assert judge(name="Joris", words="Mooi verhaal over de sluis.", trap=True).held


def test_quick_alone_holds_nobody() -> None:
    one = judge(name="Joris", words="Mooi!", seconds=1.2)
    assert not one.held
    assert [(two.code, dict(two.facts)) for two in one.because] == [("too-quick", {"seconds": 1})]


def test_the_same_words_under_two_other_stories_are_held() -> None:
    assert judge(name="Joris", words="Mooi verhaal.", elsewhere=2).held
    assert not judge(name="Joris", words="Mooi verhaal.", elsewhere=1).held


def test_a_name_that_is_a_site_is_held() -> None:
    assert judge(name="koop-nu.shop", words="Mooi verhaal.").held


def test_one_link_in_a_sentence_is_no_spam() -> None:
    words = "Het hele rapport staat op https://rijk.example/rapport en is het lezen waard."
    assert not judge(name="Joris", words=words).held


def test_links_from_another_site_are_ordinary() -> None:
    words = "Zie https://a.example/1 en https://b.example/2 en https://c.example/3, heel mooi."
    assert "links" in codes(words)
    assert "links" not in codes(words, from_web=True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("[url=http://a.example]x[/url]", "markup"),
        ("https://a.example/x", "only-link"),
        ("win " * 10, "one-word-wall"),
        ("🎰💰" * 20, "signs"),
        ("DIT IS EEN HEEL LUID BERICHT AAN IEDEREEN", "shouts"),
    ],
)
def test_each_trick_has_its_reason(words: str, code: str) -> None:
    assert code in codes(words)


def test_the_heaviest_reason_comes_first() -> None:
    one = judge(name="koop.shop", words="Great post", seconds=1)
    assert one.because[0].code == "name-is-link"


def test_mail_addresses_are_no_links() -> None:
    assert links_of("Schrijf naar joris@kade.com of bel even.") == 0


@pytest.mark.parametrize("sign", ["http://", "<a ", "[url=", "a.com ", "€1.000 ", "great post "])
def test_a_megabyte_takes_no_time(sign: str) -> None:
    began = time.process_time()
    judge(name=sign * 1000, words=sign * 100_000)
    assert time.process_time() - began < 0.5
