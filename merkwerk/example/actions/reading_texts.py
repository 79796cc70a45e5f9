"""Reads the text files of the example: people, conversations, topics, relationships, sentences.

Every file begins with a paragraph for who edits it, which is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

TEXTS = Path(__file__).resolve().parents[1] / "texts"
CONVERSATIONS = ("sanne.txt", "gesprekken.txt", "losse.txt", "artikelen.txt", "today.txt")
LANGUAGES = {"nl", "en", "de", "fy"}
_TURN = re.compile(r"(\*+) (\S+) (\S+)((?: \w+)*)$")
_WHERE = {"m": "mastodon", "b": "bluesky", "w": "web"}


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody outside. `places` are (network, handle), the first is where they usually speak."""

    key: str
    name: str
    function: str
    organisation: str
    places: tuple[tuple[str, str], ...]
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """`= head`, then `label: text` lines, and `lines` that have no label."""

    head: tuple[str, ...]
    facts: dict[str, str]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody did with a turn: `verb`, then `words`."""

    verb: str
    words: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Turn:
    """Something somebody said, `when` as it is written; `above` is the turn it answers."""

    who: str
    when: str
    marks: frozenset[str] = frozenset()
    above: Turn | None = None
    title: str = ""
    text: str = ""
    doings: list[Doing] = field(default_factory=list)


def _lines(name: str) -> list[str]:
    return (TEXTS / name).read_text(encoding="utf-8").split("\n")


def table(name: str) -> list[tuple[str, ...]]:
    """The lines of a file with bars in them, cut at the bars; the heading paragraph is not read."""
    told = _lines(name)
    rows = told[told.index("") :]
    return [tuple(cell.strip() for cell in row.split("|")) for row in rows if "|" in row]


def outsiders() -> dict[str, Outsider]:
    """Everybody outside, by key."""
    found = {}
    for key, name, function, organisation, places, themes in table("contacts.txt"):
        where = tuple((_WHERE[place[0]], place[2:]) for place in places.split())
        found[key] = Outsider(key, name, function, organisation, where, tuple(themes.split()))
    return found


def blocks(name: str) -> list[Block]:
    """The blocks of a file, in order."""
    found: list[Block] = []
    for line in _lines(name):
        if line.startswith("= "):
            found.append(Block(tuple(line[2:].split()), {}, ()))
        elif found and line.strip():
            found[-1] = _more(found[-1], line)
    return found


def _more(block: Block, line: str) -> Block:
    label, colon, rest = line.partition(":")
    if colon and label.isalpha():
        block.facts[label] = rest.strip()
        return block
    return Block(block.head, block.facts, (*block.lines, line.strip()))


def conversations(names: tuple[str, ...] = CONVERSATIONS) -> list[Turn]:
    """Every turn of these files, each after the one it answers."""
    return [turn for name in names for turn in _turns(_lines(name))]


def _turns(lines: list[str]) -> list[Turn]:
    found: list[Turn] = []
    path: list[Turn] = []
    for line in lines:
        if head := _TURN.match(line):
            depth = len(head[1])
            turn = Turn(head[2], head[3], frozenset(head[4].split()))
            turn.above = path[depth - 2] if depth > 1 else None
            path[depth - 1 :] = [turn]
            found.append(turn)
        elif found and line.startswith("!"):
            verb, *words = line[1:].split(" ")
            found[-1].doings.append(Doing(verb, tuple(words)))
        elif found and line.startswith("# "):
            found[-1].title = line[2:]
        elif found:
            found[-1].text += line + "\n"
    for turn in found:
        turn.text = turn.text.strip()
    return found


def sentences() -> tuple[dict[str, tuple[str, ...]], dict[str, list[str]]]:
    """Word lists by name, and sentences with choices by theme."""
    lists: dict[str, tuple[str, ...]] = {}
    themes: dict[str, list[str]] = {}
    name, theme = "", ""
    for line in map(str.strip, _lines("chatter.txt")):
        if line.startswith("@ "):
            name = line[2:]
        elif line.startswith("* "):
            theme, name = line[2:], ""
        elif line and name:
            lists[name] = tuple(line.split("|"))
        elif line and theme:
            themes.setdefault(theme, []).append(line)
    return lists, themes
