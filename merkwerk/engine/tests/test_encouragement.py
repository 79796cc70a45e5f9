"""What forbids and weighs, in our own lines; how easily a text is read."""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path

import pytest

from merkwerk.engine.encouragement import CODES, Ease, readability, reading_seconds, remarks

GOLD = Path(__file__).parents[1] / "gold" / "encouragement.csv"
LEAST_FOUND, MOST_FALSE = 0.93, 0.05


def rows() -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_what_weighs_is_found_and_little_else() -> None:
    right = wrong = missed = 0
    told = []
    for row in rows():
        wanted = set(row["codes"].split())
        found = {one.because.code for one in remarks(row["text"], row["language"])}
        right += len(wanted & found)
        missed += len(wanted - found)
        wrong += len(found - wanted)
        if wanted != found:
            told.append((row["text"], sorted(wanted), sorted(found)))
    assert right / (right + missed) >= LEAST_FOUND, told
    assert wrong / (right + wrong) <= MOST_FALSE, told


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_code_is_in_the_gold_set(language: str) -> None:
    told = Counter(
        code for row in rows() if row["language"] == language for code in row["codes"].split()
    )
    assert set(told) == set(CODES)


def test_a_remark_says_where_and_a_gentler_way() -> None:
    text = "Kom gerust langs. Je mag hier geen foto’s maken."
    (remark,) = remarks(text, "nl")
    assert text[remark.start : remark.end] == remark.words == "mag hier geen"
    assert remark.gentler == "Wil je …? Vraag dan even …"


def test_an_office_word_gets_the_everyday_one() -> None:
    assert [one.gentler for one in remarks("Schrijf conform de stijl.", "nl")] == ["volgens"]


def test_a_long_sentence_tells_its_length() -> None:
    (remark,) = remarks("woord " * 30 + ".", "nl")
    assert remark.because.facts == {"words": 30}


def test_a_short_line_after_a_long_one_is_not_long() -> None:
    assert not remarks(("woord " * 20 + ".\n") * 3, "nl")


@pytest.mark.parametrize("text", ["", " ", "….?!", "“”", "\n\n"])
def test_nothing_gives_nothing(text: str) -> None:
    assert remarks(text, "nl") == ()


def test_of_another_language_nothing_is_said() -> None:
    assert remarks("Das ist verboten. Verboden.", "de") == ()


@pytest.mark.parametrize("text", ["mag " * 5000, "dien " * 4000, "“" * 20000, "a" * 20000])
def test_a_strange_text_is_soon_done(text: str) -> None:
    began = time.process_time()
    remarks(text, "nl")
    assert time.process_time() - began < 1


PLAIN = "De klant lacht. Jij maakt een foto. Je vraagt het even. Het is goed. " * 4
HEAVY = (
    "Communicatieverantwoordelijken optimaliseren organisatiebrede reputatiemanagementprocessen "
    "overeenkomstig interdepartementale verantwoordelijkheidsverdelingen binnen vastgestelde "
    "kwaliteitsbeheersingskaders, "
) * 4


def test_plain_dutch_is_easy_and_heavy_dutch_hard() -> None:
    plain, heavy = readability(PLAIN, "nl"), readability(HEAVY, "nl")
    assert plain
    assert heavy
    assert heavy.ease is Ease.HARD
    assert plain.ease is Ease.EASY
    assert (plain.words, plain.sentences) == (56, 16)


def test_douma_by_hand() -> None:
    """Thirty words of one syllable in three sentences: 206.84 - 77 - 9.3."""
    found = readability("Kat hond vis boom huis weg man vrouw kind boek. " * 3, "nl")
    assert found
    assert found.score == 120.5


def test_flesch_by_hand() -> None:
    """Thirty words of one syllable in three sentences: 206.835 - 84.6 - 10.15."""
    found = readability("Cat dog fish tree home road man car kid book. " * 3, "en")
    assert found
    assert found.score == 112.1


@pytest.mark.parametrize("language", ["de", ""])
def test_another_language_has_no_figure(language: str) -> None:
    assert readability(PLAIN, language) is None


def test_a_few_words_have_no_figure() -> None:
    assert readability("Gebruik je gezonde verstand.", "nl") is None


def test_reading_takes_time() -> None:
    assert reading_seconds("woord " * 202, "nl") == 60
    assert reading_seconds("", "nl") == 0
