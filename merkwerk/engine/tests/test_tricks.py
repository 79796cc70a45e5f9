"""Texts as they may be shown."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merkwerk.engine.questions import is_question
from merkwerk.engine.text import (
    fold,
    grapheme_count,
    sentences,
    shorten,
    tokens,
    without_tricks,
)
from merkwerk.engine.topics import Listened, Matcher, parse


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("factuur\u202egpj.exe", "factuurgpj.exe"),
        ("a\u2066b\u2069c\u200ed", "abcd"),
        ("b\u200bt\ufeffw", "btw"),
        ("a\0b\x1bc\x07\x9f\ufffe\uffff", "abc"),
        ("een\r\ntwee\u2028drie\tvier", "een\ntwee\ndrie\tvier"),
        ("lone \ud83d end", "lone \ufffd end"),
        ("a\u200db", "ab"),
        ("\u200dx\u200d", "x"),
        ("a\U000e0041\U000e0042b", "ab"),
        ("Z" + "\u0301" * 50, "Z" + "\u0301" * 8),
    ],
)
def test_tricks_are_taken_off(text: str, shown: str) -> None:
    assert without_tricks(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "gewoon",
        "👨‍👩‍👧 ❤️ 🏳️‍🌈 👍🏽 🇳🇱",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "שָׁלוֹם עולם",
        "مرحبا بالعالم",
        "می\u200cخواهم",
        "हिन्दी क्\u200dष",
        "coördinatie ﬁ ½",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert without_tricks(text) == text


@given(st.text(max_size=80))
def test_taking_tricks_off_twice_changes_nothing(text: str) -> None:
    once = without_tricks(text)
    assert without_tricks(once) == once


@given(st.text(max_size=80))
def test_what_is_left_can_be_stored(text: str) -> None:
    assert "\0" not in without_tricks(text)
    without_tricks(text).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "seen"),
    [("", 0), ("abc", 3), ("\r\n", 1), ("e\u0301", 1), ("👩‍👩‍👧", 1), ("👍🏽", 1),
     ("🇳🇱🇧🇪", 2), ("각", 1), ("नि", 1)],
)  # fmt: skip
def test_signs_are_counted_as_a_reader_sees_them(text: str, seen: int) -> None:
    assert grapheme_count(text) == seen


def test_short_texts_stay_whole() -> None:
    assert shorten("Kort", 10) == "Kort"


def test_it_shortens_at_a_word() -> None:
    assert shorten("Een zin die te lang is voor hier", 18) == "Een zin die te…"


def test_it_shortens_a_long_word_anywhere() -> None:
    assert shorten("Hottentottententententoonstelling", 6) == "Hotte…"


def test_it_never_cuts_a_family_apart() -> None:
    assert shorten("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 2) == "👨‍👩‍👧…"


def test_it_refuses_to_shorten_to_nothing() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        shorten("tekst", 0)


def test_sentences_end_where_people_end_them() -> None:
    text = "Dit kost ca. 3 euro, d.w.z. weinig. Toch?! Dhr. J. Bakker kwam.\nNieuwe regel"
    assert sentences(text) == (
        "Dit kost ca. 3 euro, d.w.z. weinig.",
        "Toch?!",
        "Dhr. J. Bakker kwam.",
        "Nieuwe regel",
    )


HOSTILE = [
    "🚲",
    "?",
    "#",
    "@a",
    "#a",
    ".a@",
    "e\u0301",
    "\u202e",
    "“",
    '"',
    "👨\u200d",
    "\u1100",
    "か\u200b",
    "a. ",
    "https://",
    "\ufdfa",
]


def _match(text: str) -> None:
    Matcher({1: parse('"a b" OR ee*')}).match([Listened(text)])


WAYS: list[Callable[[str], object]] = [
    fold,
    tokens,
    sentences,
    without_tricks,
    is_question,
    _match,
    lambda text: shorten(text, 300),
]


@pytest.mark.parametrize("part", HOSTILE)
def test_twenty_times_the_text_does_not_cost_four_hundred_times_the_work(part: str) -> None:
    def spent(times: int) -> float:
        began = time.process_time()
        for way in WAYS:
            way(part * times)
        return time.process_time() - began

    spent(10)
    assert spent(20_000) < 100 * spent(1_000) + 0.2
