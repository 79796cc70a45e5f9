"""Which language a short text is in: fourteen by name, and honest silence about the rest.

Each word is cut into groups of one to five letters; a small table (`tables/languages.xz`, made by
`bench/language_run.py`, its origin in `tables/SOURCE.md`) says how much each group speaks for each
language, and the sums decide. Measured in docs/judgements.md."""

from __future__ import annotations

import json
import lzma
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

TABLES = Path(__file__).parent / "tables" / "languages.xz"

LEAST_MARGIN = 0.7
"""Below it the answer is "": the best language is not twice as likely as the next one."""

_MOST_WORDS = 120
_LONGEST_WORD = 24
_SKIPPED = re.compile(r"(?:https?://|www\.)\S+|[@＠]\S+|&\w+;")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|'[^\W\d_](?![^\W\d_])")
_SCRIPTS = (
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("ko", re.compile("[\u1100-\u11ff\uac00-\ud7af]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("", re.compile("[\u0400-\u052f\u0600-\u06ff\u0900-\u0dff]")),
)
"""Scripts of one language, in this order (Japanese before Chinese, whose signs it uses); last those
of several."""

_PRIOR = {"nl": 0.7, "en": 0.7}
"""What a post is more likely to be in before it is read, as a logarithm of odds: who works with
Merkwerk hears much more of these two."""

_GROUPED = frozenset(["id", "sla", "fin", "bal", "oth"])
"""Columns of several languages, which are never named."""

_WIDE = 32
_ZERO = 1 << 20


@dataclass(frozen=True, slots=True)
class Guess:
    """`language` is an ISO 639-1 code, "" when unknown. `margin`: by how much the best language
    beats the next one, as a natural logarithm of odds; it grows with the length of the text."""

    language: str
    margin: float


def words_of(text: str) -> list[str]:
    """The words in lower case; links, handles and figures left out."""
    if "@" in text or "//" in text or "www." in text or "&" in text:
        text = _SKIPPED.sub(" ", text)
    found: list[str] = _WORD.findall(text.lower().replace("’", "'"))
    return found[:_MOST_WORDS]


def groups(word: str) -> list[str]:
    """Its letters, all runs of two to five signs with the edges marked, and the whole word."""
    word = word[:_LONGEST_WORD]
    edged = f"^{word}$"
    found = [edged[at : at + n] for n in (2, 3, 4, 5) for at in range(len(edged) - n + 1)]
    return [*found, *word, "=" + word] if len(edged) > 5 else [*found, *word]


@dataclass(frozen=True, slots=True)
class _Table:
    columns: tuple[str, ...]
    scale: int
    place_of: dict[str, int]
    weights: npt.NDArray[np.int8]
    level: npt.NDArray[np.int64]


@cache
def _table() -> _Table:
    head, _, body = lzma.decompress(TABLES.read_bytes()).partition(b"\n")
    facts = json.loads(head)
    columns, names = tuple(facts["columns"]), facts["groups"]
    weights = np.frombuffer(body, np.int8).reshape(len(columns), len(names)).T
    places = {name: place for place, name in enumerate(names)}
    scale = facts["scale"]
    prior = [round(scale * _PRIOR.get(column, 0.0)) for column in columns]
    level = np.array(facts["level"], np.int64) + prior
    return _Table(columns, scale, places, np.ascontiguousarray(weights), level)


@lru_cache(maxsize=50_000)
def _votes(word: str) -> int:
    """What a word says about each column, in one big number of 32 bits a column, so that the words
    of a text are added up without an array: 0 when it says nothing."""
    table = _table()
    places = [table.place_of[group] for group in groups(word) if group in table.place_of]
    if not places:
        return 0
    sums = table.weights[places].sum(axis=0, dtype=np.int64) + _ZERO
    return int.from_bytes(sums.astype("<u4").tobytes(), "little")


def guess(text: str) -> Guess:
    """The language of a text, from one word up. "" when no language stands out by `LEAST_MARGIN`,
    when there is nothing to read, or when it is one we don't tell apart. Norwegian is `nb` or `nn`.

    Takes about 15 µs for a post whose words were seen lately, up to 100 µs otherwise; the first
    call reads the tables (50 ms, 6 MB).
    """
    if not text.isascii() and (script := _script(text)) is not None:
        return script
    votes = [vote for word in words_of(text) if (vote := _votes(word))]
    if not votes:
        return Guess("", 0.0)
    table = _table()
    total = sum(votes).to_bytes(len(table.columns) * _WIDE // 8, "little")
    sums = np.frombuffer(total, "<u4") + table.level
    best = int(sums.argmax())
    rest = int(np.partition(sums, -2)[-2])
    margin = (int(sums[best]) - rest) / table.scale
    language = table.columns[best]
    known = margin >= LEAST_MARGIN and language not in _GROUPED
    return Guess(language if known else "", margin)


def _script(text: str) -> Guess | None:
    """The language its script gives away when most letters are in it; None for Latin letters."""
    counted = [(len(pattern.findall(text)), language) for language, pattern in _SCRIPTS]
    other = sum(number for number, _ in counted)
    if not other or other * 2 < sum(map(str.isalpha, text)):
        return None
    found = next((language for number, language in counted if number * 4 >= other), "")
    return Guess(found, float(other) if found else 0.0)
