"""What people say that nobody wrote by hand: sentences with choices, made with a seed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from merkwerk.example.actions.reading_texts import Outsider, Turn, outsiders, sentences
from merkwerk.example.actions.times import HERE

SPAN = timedelta(days=91)
NIGHT = range(6)
LONGEST = 280
_CHOICE = re.compile(r"\{([^{}]*)\}")
FOREIGN = {"en", "de", "fy"}


def chatter(*, seed: int, now: datetime, count: int) -> list[tuple[Turn, datetime]]:
    """`count` different posts by people outside about their own themes, over three months that
    end an hour ago, by day. The same seed says the same."""
    dice = Random(seed)  # noqa: S311
    lists, themes = sentences()
    people = [person for person in outsiders().values() if person.themes]
    said: set[str] = set()
    found: list[tuple[Turn, datetime]] = []
    for _attempt in range(count * 20):
        if len(found) == count:
            break
        person = dice.choice(people)
        theme = dice.choice(person.themes)
        text = spoken(dice.choice(themes[theme]), lists, dice)
        if text in said or len(text) > LONGEST:
            continue
        said.add(text)
        at = _when(now, dice)
        found.append((_turn(person, theme, text), at))
    return found


def spoken(sentence: str, lists: Mapping[str, Sequence[str]], dice: Random) -> str:
    """The sentence with every choice made; a name of a list takes a word of that list."""

    def choose(found: re.Match[str]) -> str:
        options = found[1].split("|")
        if len(options) == 1:
            options = list(lists.get(options[0], options))
        return str(dice.choice(options))

    while _CHOICE.search(sentence):
        sentence = _CHOICE.sub(choose, sentence)
    return _capitals(sentence.strip())


def _capitals(text: str) -> str:
    """A sentence may begin with a word of a list: then it still begins with a capital."""
    return re.sub(r"(^|[.!?] )([a-zé])", lambda found: found[1] + found[2].upper(), text)


def _turn(person: Outsider, theme: str, text: str) -> Turn:
    language = theme if theme in FOREIGN else "nl"
    return Turn(person.key, "", frozenset({language}), text=text)


def _when(now: datetime, dice: Random) -> datetime:
    at = now - timedelta(hours=1) - dice.random() * SPAN
    if at.astimezone(HERE).hour in NIGHT:
        at -= timedelta(hours=9)
    return at.replace(second=dice.randrange(60), microsecond=0)
