"""What sounds like an advertisement, held against invented posts in two languages."""

import csv
from pathlib import Path

import pytest

from merkwerk.engine.advertising import advertising

GOLD = Path(__file__).parent.parent / "gold" / "advertising.csv"
LEAST_RIGHT = 0.95


def gold(part: str) -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["part"] == part]


@pytest.mark.parametrize("part", ["dev", "held"])
def test_most_posts_are_heard_as_they_were_meant(part: str) -> None:
    rows = gold(part)
    wrong = [
        row["text"] for row in rows if advertising(row["text"]).sells != (row["sells"] == "yes")
    ]
    assert len(rows) >= 20
    assert 1 - len(wrong) / len(rows) >= LEAST_RIGHT, wrong


def test_it_shows_the_words() -> None:
    text = "Meld je nu aan voor de allerbeste training! Gratis webinar! Op is op!"
    found = advertising(text)
    calls = found.part("calls")
    assert calls is not None
    assert calls.words[0].said == "Meld je nu aan"
    assert all(text[one.start : one.end] == one.said for part in found.parts for one in part.words)


def test_the_words_stand_where_they_stand_also_among_tricks() -> None:
    text = "🎉🎉 Mé\u200bld je nu aan voor dé allerbeste training ter wereld! Mis het niet!"
    found = advertising(text)
    assert found
    assert all(text[one.start : one.end] == one.said for part in found.parts for one in part.words)


def test_somebody_who_says_what_was_hard_is_no_advertisement() -> None:
    assert not advertising("Ik ben trots op ons team, maar het was zwaar en ik twijfelde vaak.")


def test_the_own_name_alone_is_none() -> None:
    found = advertising("Bij Bakker & Zn zit ik op de derde verdieping.", ["Bakker & Zn"])
    assert not found
    assert found.part("own-name") is not None


def test_an_address_is_no_call() -> None:
    assert not advertising("https://site.example/boek-nu-gratis-mis-het-niet!!").parts


def test_nothing_is_no_advertisement() -> None:
    assert advertising("") == advertising("   ")
    assert not advertising("").parts


def test_a_short_text_misses_nothing() -> None:
    assert not advertising("Tot morgen").parts


def test_it_reads_the_beginning_of_a_very_long_text() -> None:
    assert not advertising("woord " * 40_000 + "Meld je nu aan! Mis het niet!").part("calls")
