"""The page that explains the language says nothing that cannot be typed."""

import re
from pathlib import Path

import pytest

from merkwerk.engine.topics import Listened, Matcher, QueryError, parse

PAGE = (Path(__file__).parents[3] / "docs" / "using" / "topics.md").read_text("utf-8")
TYPED = re.findall(r"^- `(.+)`$", PAGE, re.MULTILINE) + [
    typed
    for row in re.findall(r"^\| (`.+?`) \|", PAGE, re.MULTILINE)
    for typed in row.split("`")[1::2]
]


@pytest.mark.parametrize("typed", TYPED)
def test_every_example_can_be_read(typed: str) -> None:
    assert parse(str(parse(typed))) == parse(typed)


def test_the_page_is_full_of_examples() -> None:
    assert len(TYPED) > 40


@pytest.mark.parametrize("word", ["ｂｔｗ", "𝗯𝘁𝘄", "ʙᴛᴡ"])
def test_signs_drawn_otherwise_are_found(word: str) -> None:
    assert word in PAGE
    assert Matcher({1: parse("btw")}).match([Listened(word)]) == [(1,)]


def test_the_look_alike_on_the_page_is_found() -> None:
    (disguised,) = re.findall(r"\*(b\w+lasting)\* with", PAGE)
    assert not disguised.isascii()
    assert Matcher({1: parse("belasting")}).match([Listened(disguised)]) == [(1,)]


@pytest.mark.parametrize("typed", ["NOT sport", "maybe:btw", "btw NEAR platform"])
def test_what_the_page_refuses_is_refused(typed: str) -> None:
    with pytest.raises(QueryError):
        parse(typed)
