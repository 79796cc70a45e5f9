"""What a jotted sentence says, held against sentences of our own in two languages."""

from __future__ import annotations

import csv
import random
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from merkwerk.engine.jotting import Exact, Jotted, jot

GOLD = Path(__file__).parent.parent / "gold" / "jotting.csv"
NOW = datetime(2026, 11, 18, 16, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
"""A Wednesday."""
_WORDS = (
    "met with Anna de Wit over about om 3 uur 99 - / : 31-02-2026 29 februari half kwart "
    "over 's vorige week last Monday ago 0 dagen geleden � ¦ @ , ; van gestuurd aan vroeg "
    "٣"
)
LEAST_WHOLE = {"dev": 0.95, "held": 0.88}
LEAST_FIELD = 0.93


def told(text: str) -> dict[str, str]:
    found = jot(text, now=NOW)
    exact = "" if found.exact is Exact.NONE else found.exact.value
    day = f"{found.at:%m-%d}"
    if exact in ("minute", "part"):
        day = f"{found.at:%m-%d %H:%M}"
    return {
        "kind": found.kind, "direction": found.direction, "channel": found.channel,
        "people": ";".join(found.people), "subject": found.subject, "place": found.place,
        "when": day if exact else "", "exact": exact, "given": found.given, "asked": found.asked,
    }  # fmt: skip


@pytest.mark.parametrize("part", ["dev", "held"])
def test_it_is_right_about_the_gold_set(part: str) -> None:
    with GOLD.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == part]
    right: Counter[str] = Counter()
    wrong = []
    for row in rows:
        read = told(row["text"])
        missed = {name: words for name, words in read.items() if words != row[name]}
        right.update(read.keys() - missed.keys())
        wrong += [(row["text"], missed)] if missed else []
    assert len(rows) >= 50
    assert 1 - len(wrong) / len(rows) >= LEAST_WHOLE[part], wrong
    assert min(right.values()) / len(rows) >= LEAST_FIELD, wrong


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("vandaag", "2026-11-18 12:00"),
        ("eergisteren", "2026-11-16 12:00"),
        ("woensdag", "2026-11-18 12:00"),
        ("afgelopen woensdag", "2026-11-11 12:00"),
        ("vorige week woensdag", "2026-11-11 12:00"),
        ("vorige week vrijdag", "2026-11-13 12:00"),
        ("afgelopen weekend", "2026-11-14 12:00"),
        ("3 nov", "2026-11-03 12:00"),
        ("de 3e", "2026-11-03 12:00"),
        ("on the 20th", "2026-10-20 12:00"),
        ("25 december", "2025-12-25 12:00"),
        ("29 februari", "2024-02-29 12:00"),
        ("3-11-2025", "2025-11-03 12:00"),
        ("11/13", "2026-11-13 12:00"),
        ("gisteravond", "2026-11-17 20:00"),
        ("yesterday morning", "2026-11-17 09:00"),
        ("last Tuesday at 9.30am", "2026-11-17 09:30"),
        ("gisteren om half drie", "2026-11-17 14:30"),
        ("gisteren om 8 uur 's avonds", "2026-11-17 20:00"),
        ("om tien uur", "2026-11-18 10:00"),
        ("yesterday at quarter to four", "2026-11-17 15:45"),
        ("yesterday at noon", "2026-11-17 12:00"),
        ("the day before yesterday", "2026-11-16 12:00"),
        ("two weeks ago", "2026-11-04 12:00"),
    ],
)  # fmt: skip
def test_it_knows_when(words: str, when: str) -> None:
    assert f"{jot(f'koffie met Joris {words}', now=NOW).at:%Y-%m-%d %H:%M}" == when


@pytest.mark.parametrize("words", ["morgen", "volgende week", "next Friday", "in twee weken"])
def test_what_is_to_come_says_nothing_about_when_it_was(words: str) -> None:
    found = jot(f"koffie met Joris {words}", now=NOW)
    assert (found.at, found.exact) == (NOW, Exact.NONE)
    assert "future" in [why.code for why in found.because]


@pytest.mark.parametrize("words", ["om 23:59", "vanavond", "31-12-2026", "2099-01-01", "25:99"])
def test_it_is_never_later_than_now(words: str) -> None:
    assert jot(f"gebeld met Joris {words}", now=NOW).at <= NOW


def test_it_says_from_which_words() -> None:
    found = jot("koffie met Joris over btw, dinsdag", now=NOW)
    assert {why.code: why.facts["words"] for why in found.because} == {
        "time": "dinsdag", "kind": "koffie", "people": "Joris", "subject": "btw",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "   ", "niks", "42", "!!!", "de", "met", "with ,", "¦¦¦ met ¦", "van"]
)
def test_it_invents_nobody(text: str) -> None:
    found = jot(text, now=NOW)
    assert (found.people, found.subject, found.place) == ((), "", "")


def test_what_it_does_not_understand_stays_the_note() -> None:
    assert jot("Zwaluwen boven de Lek!", now=NOW).text == "Zwaluwen boven de Lek!"


def test_tricks_are_taken_out() -> None:
    assert jot("koffie met Jo\u202eris\x00", now=NOW).people == ("Joris",)


def test_anything_at_all_gives_an_answer() -> None:
    chance = random.Random(4)
    words = _WORDS.split()
    for _ in range(1500):
        text = " ".join(chance.choice(words) for _ in range(chance.randint(0, 14)))
        found = jot(text, now=NOW)
        assert isinstance(found, Jotted)
        assert found.at <= NOW


@pytest.mark.parametrize(
    "text",
    ["met Anna " * 5000, "A" * 100_000, "A. " * 50_000, "met a en " * 9_000, "van de " * 9000],
)
def test_a_long_text_takes_no_longer_than_a_line(text: str) -> None:
    began = time.process_time()
    jot(text, now=NOW)
    assert time.process_time() - began < 1
